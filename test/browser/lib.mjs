// What the browser tests share: a server on a database with sample data, people who sign in, axe,
// and the results. Each run has a folder of its own that is gone afterwards.
//
// YGRAR is the program (build/ygrar), SHOTS a folder for screenshots, RESULTS the file that gets a
// line per test.
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const here = dirname(fileURLToPath(import.meta.url))
export const root = resolve(here, '../..')
const ygrar = resolve(root, process.env.YGRAR ?? 'build/ygrar')
const axeSource = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8')
export const languages = ['tk', 'ru', 'en']
export const now = '2025-07-11T09:00:00+05:00'

export const password = 'sample-password'

const freePort = () => new Promise((found, failed) => {
	const server = createServer().on('error', failed)
	server.listen(0, '127.0.0.1', () => {
		const { port } = server.address()
		server.close(() => found(port))
	})
})

const pause = ms => new Promise(done => setTimeout(done, ms))

// A sample database made once, and servers on copies of it.
export class House {
	constructor() {
		this.folder = mkdtempSync(join(tmpdir(), 'browser.'))
		this.servers = []
	}

	// The last of the words may be what the program is given beside them.
	run(...words) {
		const more = typeof words.at(-1) === 'object' ? words.pop() : {}
		const database = words.includes('--db') ? [] : ['--db', `sqlite:${this.folder}/ygrar.db`]
		const done = spawnSync(ygrar, [words[0], ...database, ...words.slice(1)],
			{ encoding: 'utf8', env: { ...process.env, YGRAR_NOW: now }, maxBuffer: 1 << 28, timeout: 300000, ...more })
		if (done.status !== 0)
			throw new Error(`ygrar ${words.join(' ')}: ${done.error ?? done.status}\n${done.stderr}`)
		return done.stdout
	}

	// One more person beside those of the sample.
	user(login, institution, role) {
		const words = ['user', 'add', login, '--institution', institution, '--role', role, '--password-stdin']
		this.run(...words, { input: `${password}\n` })
	}

	async serve() {
		if (!existsSync(join(this.folder, 'ygrar.db')))
			this.run('init', '--reference', 'turkmenistan', '--sample')
		const port = await freePort()
		const log = openSync(join(this.folder, 'server.log'), 'a')
		const server = spawn(ygrar, ['serve', '--db', `sqlite:${this.folder}/ygrar.db`, '--listen', `127.0.0.1:${port}`],
			{ stdio: ['ignore', log, log], env: { ...process.env, YGRAR_NOW: now } })
		this.servers.push(server)
		this.address = `http://127.0.0.1:${port}`
		for (let i = 0; i < 300; i++) {
			if (server.exitCode !== null)
				break
			if (await fetch(`${this.address}/healthz`).then(answer => answer.ok, () => false))
				return server
			await pause(50)
		}
		throw new Error(`the server does not answer\n${this.log()}`)
	}

	log() {
		return readFileSync(join(this.folder, 'server.log'), 'utf8').slice(-4000)
	}

	// What ended the server that should be there; nothing when it is.
	died() {
		const server = this.servers.at(-1)
		return server.exitCode === null && server.signalCode === null ? []
			: [`the server ended with ${server.exitCode ?? server.signalCode}\n${this.log()}`]
	}

	async kill() {
		const server = this.servers.pop()
		server.kill('SIGKILL')
		await new Promise(done => server.once('exit', done))
	}

	close() {
		for (const server of this.servers)
			server.kill('SIGKILL')
		rmSync(this.folder, { recursive: true, force: true })
	}
}

export const launch = () => chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync'],
})

// A window of one person: what the page complains of is gathered in `complaints`.
export async function open(browser, house, { lang = 'en', scheme = 'light', width = 1280, script = true } = {}) {
	const context = await browser.newContext({ baseURL: house.address, locale: lang, colorScheme: scheme,
		viewport: { width, height: 900 }, javaScriptEnabled: script, acceptDownloads: true })
	const page = await context.newPage()
	page.setDefaultTimeout(15000)
	page.complaints = []
	page.on('pageerror', error => page.complaints.push(`script: ${error.message}`))
	page.on('console', message => {
		// Browsers report every answer of 400 and above; what is expected is said by the step. A page
		// that is left gives up what it has asked for; that the server is gone is seen otherwise.
		const expected = ['Failed to load resource', 'htmx: htmx:error: Failed to fetch']
		if (message.type() === 'error' && !expected.some(words => message.text().startsWith(words)))
			page.complaints.push(`console: ${message.text()}`)
	})
	return page
}

export async function signIn(page, login, lang = 'en') {
	await page.goto('/sign-in')
	await page.fill('input[name=login]', login)
	await page.fill('input[name=password]', password)
	await Promise.all([page.waitForURL(url => !url.pathname.startsWith('/sign-in')),
		page.press('input[name=password]', 'Enter')])
	if (await page.getAttribute('html', 'lang') !== lang)
		await page.click(`button[name=lang][value=${lang}]`)
}

// Saves the form that the page is about.
export const save = page => page.click('form#form button.btn-main[name=_do][value=save]')

// The rules that axe finds broken on the page, as readable lines. The rules are those of WCAG 2.2
// AA and axe's own good practice.
export async function axe(page) {
	await page.evaluate(axeSource)
	const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
	return found.violations.map(rule => `${rule.id}: ${rule.help}: ` +
		rule.nodes.slice(0, 3).map(node => `${node.target.join(' ')} ${node.html.slice(0, 160)}`).join(' | '))
}

// Scrolling sideways is what pages must not do at 360 px.
export const overflow = page => page.evaluate(() => {
	const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
	return wide > 1 ? [`the page is ${wide} px wider than the window`] : []
})

export async function shot(page, name) {
	if (!process.env.SHOTS)
		return
	mkdirSync(process.env.SHOTS, { recursive: true })
	await page.screenshot({ path: join(process.env.SHOTS, `${name.replaceAll('/', '_')}.png`), fullPage: true })
}

export function demand(true_, words) {
	if (!true_)
		throw new Error(words)
}

// Stops at a page of a walk (its page and language): it has to be in the language, well made, and calm.
export async function stop({ page, lang, kind = 'walk' }, name) {
	await page.waitForLoadState('networkidle')
	demand(await page.getAttribute('html', 'lang') === lang, `${page.url()} is not in ${lang}`)
	demand(await page.locator('h1').count() === 1, `${page.url()} has no one heading`)
	const faults = [...await axe(page), ...await overflow(page), ...page.complaints]
	await shot(page, `${kind}/${lang}-${name}`)
	demand(!faults.length, `${page.url()}\n${faults.join('\n')}`)
}

// Waits until a job is done: its page loads itself again while it runs.
export async function settle(page) {
	for (let i = 0; i < 200; i++) {
		await page.waitForLoadState()
		if (!await page.locator('progress').count())
			return
		await page.waitForTimeout(200)
		await page.goto(page.url())
	}
	throw new Error(`the job does not end: ${page.url()}`)
}

// Results by name: a test may have several parts (languages), which count as one.
export class Results {
	constructor(kind) {
		this.kind = kind
		this.tests = new Map()
	}

	add(name, seconds, faults = []) {
		const test = this.tests.get(name) ?? { seconds: 0, faults: [] }
		test.seconds += seconds
		test.faults.push(...faults)
		this.tests.set(name, test)
	}

	write() {
		let failed = 0
		for (const [name, { seconds, faults }] of this.tests) {
			const line = `${faults.length ? 'not ok' : 'ok'} ${seconds.toFixed(3)} ${this.kind}/${name}`
			failed += faults.length > 0
			console.log(line)
			for (const fault of faults)
				console.log(`    ${fault}`)
			if (process.env.RESULTS)
				appendFileSync(process.env.RESULTS, `${line}\n`)
		}
		console.log(`${this.tests.size - failed} passed, ${failed} failed`)
		return failed || !this.tests.size ? 1 : 0
	}
}
