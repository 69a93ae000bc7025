/* What pages gain from script: drafts are kept while one types, "/" goes to the search box, a form is sent once, lists are swapped
 * in place.  Every page does all of it without, by links and buttons. */
"use strict";
(() => {
	const user = document.body.dataset.user || "";
	const KEEP_DAYS = 7;
	const PAUSE = 2000;

	/* ---- "/" goes to search, unless one is typing */

	document.addEventListener("keydown", (event) => {
		const at = event.target;

		if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey)
			return;
		if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))
			return;
		const box = document.querySelector('input[accesskey="/"]');
		if (box) {
			event.preventDefault();
			box.focus();
			box.select();
		}
	});

	/* ---- a form is sent once */

	document.addEventListener("submit", (event) => {
		const form = event.target;

		if (form.method !== "post")
			return;
		if (form.dataset.sent) {
			event.preventDefault();
			return;
		}
		form.dataset.sent = "1";
		/* Another language for a form nobody typed into leaves no draft behind. */
		if (event.submitter?.name === "lang" && form.begun === fields(form).toString())
			form.elements.draft.disabled = true;
		forget(form);
		setTimeout(() => delete form.dataset.sent, 10000);
	});
	/* Back from another page: the form may be sent again. */
	addEventListener("pageshow", () => {
		for (const form of document.forms)
			delete form.dataset.sent;
	});

	/* ---- drafts */

	const key = (form) => "draft:" + user + ":" + form.getAttribute("action");

	function forget(form) {
		try {
			if (form.dataset.draft)
				localStorage.removeItem(key(form));
		} catch (e) { /* storage is closed: nothing was kept */ }
	}

	/* The fields as the browser would send them, without files and without what only the server knows. */
	function fields(form) {
		const all = new URLSearchParams();

		for (const [name, value] of new FormData(form))
			if (typeof value === "string" && name !== "_do")
				all.append(name, value);
		return all;
	}

	function say(form, words) {
		const place = form.querySelector(".saved");

		if (place)
			place.textContent = words;
	}

	function clock() {
		return new Date().toTimeString().slice(0, 5);
	}

	function keep_here(form, typed) {
		const place = form.querySelector(".saved");

		if (form.dataset.draft !== "local") {
			say(form, place ? place.dataset.secret : "");
			return;
		}
		typed.delete("csrf");
		try {
			localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), typed: typed.toString() }));
			say(form, place ? place.dataset.unsaved : "");
		} catch (e) {
			say(form, place ? place.dataset.secret : "");
		}
	}

	async function keep(form) {
		const typed = fields(form);
		const text = typed.toString();

		if (text === form.kept || form.dataset.sent)
			return;
		try {
			const answer = await fetch("/draft", {
				method: "POST",
				body: typed,
				redirect: "error",
				credentials: "same-origin",
			});
			if (!answer.ok)
				throw new Error(String(answer.status));
			form.kept = text;
			forget(form);
			say(form, form.querySelector(".saved").dataset.saved + " " + clock());
		} catch (e) {
			keep_here(form, typed);
		}
	}

	function old_things() {
		for (const name of Object.keys(localStorage)) {
			if (!name.startsWith("draft:"))
				continue;
			const kept = JSON.parse(localStorage.getItem(name) || "{}");
			const mine = name.startsWith("draft:" + user + ":");
			const old = !(kept.at > Date.now() - KEEP_DAYS * 86400000);

			if (old || (user && !mine))
				localStorage.removeItem(name);
		}
	}

	/* What could not be sent comes back into the form, unless the server has something newer to offer. */
	function restore(form) {
		const kept = JSON.parse(localStorage.getItem(key(form)) || "null");

		if (!kept || form.dataset.draft !== "local" || location.search.includes("draft="))
			return;
		const typed = new URLSearchParams(kept.typed);

		for (const input of form.elements) {
			if (!input.name || input.type === "hidden" || input.type === "file" || !typed.has(input.name))
				continue;
			if (input.type === "checkbox" || input.type === "radio")
				input.checked = typed.getAll(input.name).includes(input.value);
			else if (input.multiple)
				for (const option of input.options)
					option.selected = typed.getAll(input.name).includes(option.value);
			else
				input.value = typed.get(input.name);
		}
		keep(form);
	}

	for (const form of document.querySelectorAll("form[data-draft]")) {
		let pause;

		form.kept = form.begun = fields(form).toString();
		form.addEventListener("input", () => {
			clearTimeout(pause);
			pause = setTimeout(() => keep(form), PAUSE);
		});
		form.addEventListener("focusout", () => {
			clearTimeout(pause);
			pause = setTimeout(() => keep(form), 50);
		});
		try {
			restore(form);
		} catch (e) { /* storage is closed or torn */ }
	}
	try {
		if (user)
			old_things();
	} catch (e) { /* storage is closed */ }
	for (const form of document.querySelectorAll('form[action="/sign-out"]'))
		form.addEventListener("submit", () => {
			try {
				localStorage.clear();
			} catch (e) { /* nothing was kept */ }
		});

	/* ---- of several lines the one is completed that is being typed */

	document.addEventListener("htmx:config:request", (event) => {
		const { sourceElement: at, request } = event.detail.ctx;

		if (at.tagName === "TEXTAREA")
			request.body.set(at.name, at.value.slice(0, at.selectionStart).split("\n").pop());
	});

	/* ---- after a refused form the summary is read first */

	const errors = document.getElementById("errors");

	if (errors)
		errors.focus();
})();
