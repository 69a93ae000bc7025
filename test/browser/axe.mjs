// Every page by the rules of axe-core:
//
//	node test/browser/axe.mjs [--pairs] [ROUTE…]
//
// each GET route of `ygrar dump api` that answers with a page × a record that exists, an empty one,
// and one that is refused × tk, ru, en × light, dark × 360 and 1280 px. With --pairs a choice of
// these in which every two values of two dimensions meet. ROUTE: only those that contain the word.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { House, Results, axe, languages, launch, open, overflow, settle, shot, signIn } from './lib.mjs'

const pairsOnly = process.argv.includes('--pairs')
const only = process.argv.slice(2).filter(word => !word.startsWith('--'))
// Who may be let in, and who may be refused: the first of whom it is true.
const readers = ['sec', 'adm', 'ch', 'fp', 'ma', 'aud', 'omb', 'pub']
const strangers = ['adm', 'cso', 'pub', 'fp2', 'sec', 'nobody']

// A greedy choice of rows in which every two values of two dimensions meet.
export function pairwise(dimensions) {
	const names = Object.keys(dimensions)
	let rows = [{}]
	for (const name of names)
		rows = rows.flatMap(row => dimensions[name].map(value => ({ ...row, [name]: value })))
	const pairsOf = row => names.flatMap((a, i) => names.slice(i + 1).map(b => `${a}=${row[a]} ${b}=${row[b]}`))
	const missing = new Set(rows.flatMap(pairsOf))
	const chosen = []
	while (missing.size) {
		const gain = row => pairsOf(row).filter(pair => missing.has(pair)).length
		const best = rows.reduce((a, b) => gain(b) > gain(a) ? b : a)
		pairsOf(best).forEach(pair => missing.delete(pair))
		chosen.push(best)
	}
	// A language is a person's, not a window's: as few changes as can be.
	return (pairsOnly ? chosen : rows).sort((a, b) => languages.indexOf(a.lang) - languages.indexOf(b.lang))
}

// What a route shows only when it is asked for more than its address.
const sights = {
	'/calendar': ['?view=year&at=2025', '?view=list'],
	'/deadlines/calculator': ['?rule=DL-03&instrument=CEDAW&deposit=1997-05-01'],
}

class Walker {
	constructor(browser, house, plurals) {
		this.browser = browser
		this.plurals = plurals // of lists, which may be empty
		this.house = house
		this.windows = new Map()
		this.records = new Map()
	}

	async window(login) {
		if (!this.windows.has(login)) {
			const page = await open(this.browser, this.house)
			if (login !== 'nobody')
				await signIn(page, login)
			this.windows.set(login, page)
		}
		return this.windows.get(login)
	}

	async ask(login, path) {
		const page = await this.window(login)
		const answer = await page.request.get(path, { maxRedirects: 0 })
		return { status: answer.status(), page: (answer.headers()['content-type'] ?? '').startsWith('text/html'),
			body: answer }
	}

	// Identifiers of the fullest and the emptiest record of a list that the person sees.
	async ids(login, plural) {
		const key = `${login} ${plural}`
		if (!this.records.has(key)) {
			const { status, body } = await this.ask(login, `/api/v1/${plural}?limit=200`)
			const rows = status === 200 ? (await body.json())[plural] : []
			const size = row => JSON.stringify(row).length
			rows.sort((a, b) => size(b) - size(a))
			this.records.set(key, rows.map(row => row.id))
		}
		return this.records.get(key)
	}

	// What the sample has none of, by the route that shows it: a file that waits, with a row that is wrong and
	// a label that nobody knows; one that was brought in; a step that was taken with two at once; a view of a list.
	async made(route) {
		if (route === '/recommendations/facet')
			return `${route}?facet=theme`
		if (!/^\/imports\/|\/together\/\{|^\/views\//.test(route))
			return undefined
		if (!this.things) {
			const page = await this.window('sec')
			const bring = async (name, text) => {
				const file = join(this.house.folder, name)
				writeFileSync(file, text)
				await page.goto('/imports')
				await page.setInputFiles('#file', file)
				await page.click('#form button.btn-main')
				await settle(page)
			}
			await page.setViewportSize({ width: 1280, height: 900 })
			await bring('done.csv', 'Text;Paragraph;State\nMade up: hear them;1.1;France\nMade up: count them;1.2;Chile\n')
			await page.click('form[action$="/make"] button')
			await settle(page)
			const done = new URL(page.url()).pathname
			await bring('list.csv', 'Text;Paragraph;State;Theme;Deadline;Status\n' +
				'Made up: publish the figures;2.1;France;Dragons;31.12.2026;in progress\n' +
				'Made up: invite the rapporteur;2.2;Lemuria;Dragons;some day;on the way\nTotal: 2;;;;;\n')
			const look = new URL(page.url()).pathname
			const row = new URL(await page.getAttribute('table.list a[href*="/rows/"]', 'href'), page.url()).pathname
			await page.goto('/recommendations?state=imported')
			for (const n of [1, 2])
				await page.check(`table.list tbody tr:nth-child(${n}) input[type=checkbox]`)
			await page.click('.bulk button[formaction="/recommendations/triage"]')
			const together = await page.getAttribute('form[action*="/together/"]', 'action')
			await page.goto('/recommendations?position=supported')
			await page.click('details.more > summary.tag')
			await page.fill('form[action="/views"] [name=name]', 'Supported')
			await page.click('form[action="/views"] button.btn-main')
			await page.goto('/views')
			const view = await page.getAttribute('main a[href^="/views/"]', 'href')
			this.things = {
				'/views/{id}': view,
				'/imports/{id}': done,
				'/imports/{id}/undo': `${done}/undo`,
				'/imports/looks/{id}': look,
				'/imports/looks/{id}/table': `${look}/table`,
				'/imports/looks/{id}/labels': `${look}/labels`,
				'/imports/looks/{id}/rows/{row}': row,
				'/recommendations/together/{id}': together.replace(/\/undo$/, ''),
			}
		}
		return this.things[route]
	}

	// One of each that the sample publishes none of: opened by the secretariat, proposed by it, published by the chair.
	async published(route) {
		if (!/^\/public\/(plans|measures|progress|indicators|indicator-values)\/\{/.test(route))
			return undefined
		if (!this.shown) {
			this.shown = {}
			const page = await this.window('sec'), chair = await this.window('ch')
			const first = async (plural, query) =>
				(await (await this.ask('sec', `/api/v1/${plural}?${query}&limit=1`)).body.json())[plural][0].id
			const indicator = await first('indicators', 'kind=outcome')
			for (const [type, id] of [['plan', await first('plans', 'state=in_force')],
				['measure', await first('measures', 'state=in_progress')],
				['progress_update', await first('progress_updates', 'state=accepted')], ['indicator', indicator],
				['indicator_value', await first('indicator_values', `state=confirmed&indicator=${indicator}`)]]) {
				if (type === 'progress_update') {
					await page.goto(`/progress_updates/${id}/steps/open`)
					await page.selectOption('[name=personal_data]', 'no')
				} else {
					await page.goto(`/${type}s/${id}/edit`)
					await page.evaluate(() => document.querySelectorAll('details').forEach(more => { more.open = true }))
					await page.selectOption('#f-classification', 'public')
				}
				await page.fill('[name=_reason]', 'For the public site')
				await page.click('#form button.btn-main')
				await settle(page)
				await page.goto(`/publication_requests/new?record=${type}:${id}`)
				await page.click('#form button.btn-main')
				await settle(page)
				const request = (await page.content()).match(/\/publication_requests\/\d+/)[0]
				await chair.goto(`${request}/steps/publish`)
				await chair.click('main form button.btn-main')
				await settle(chair)
				const list = type === 'progress_update' ? '/public/progress' : `/public/${type.replace('_', '-')}s`
				this.shown[`${list}/{id}`] = `${list}/${id}`
			}
		}
		return this.shown[route]
	}

	async fill(login, route, empty) {
		const made = await this.made(route) ?? await this.published(route)
		if (made)
			return empty ? null : made
		if (!route.includes('{'))
			return !empty ? route : this.plurals.has(route.slice(1)) ? `${route}?q=zzzzqqqq` : null
		const shelf = { '/public/recommendations/{id}': '/public', '/public/treaties/{id}': '/public/treaties' }[route]
		if (shelf) // a copy, not a record: its address stands in the public list
			return (await (await this.ask(login, shelf)).body.text()).match(new RegExp(route.replace('{id}', '\\d+')))?.[0]
		const ids = await this.ids(login, route.split('/')[1])
		if (route.endsWith('/steps/{step}'))
			return this.step(login, route, ids)
		const id = ids[empty ? ids.length - 1 : 0]
		return id && !/\{(?!id\})/.test(route) ? route.replace('{id}', id) : null
	}

	// A step that is offered to the person on one of the records.
	async step(login, route, ids) {
		for (const id of ids.slice(0, 40)) {
			const { body } = await this.ask(login, route.replace('{id}/steps/{step}', id))
			const found = (await body.text()).match(/href="(\/[a-z_]+\/\d+\/steps\/[a-z_]+)"/)
			if (found)
				return found[1]
		}
		return null
	}

	// The address and the person for each kind of record.
	async cases(route) {
		const found = {}
		for (const login of readers) {
			const path = await this.fill(login, route, false)
			if (!path)
				continue
			const answer = await this.ask(login, path)
			if (answer.status === 200 && !answer.page)
				return {}
			if (answer.status === 200) {
				found.existing = { login, path }
				const empty = await this.fill(login, route, true)
				if (empty)
					found.empty = { login, path: empty }
				break
			}
		}
		for (const login of strangers) {
			const path = found.existing?.path
			if (path && (await this.ask(login, path)).status >= 400) {
				found.refused = { login, path }
				break
			}
		}
		return found
	}

	async look({ login, path }, { lang, scheme, width }) {
		const page = await this.window(login)
		await page.emulateMedia({ colorScheme: scheme })
		await page.setViewportSize({ width, height: 900 })
		page.complaints.length = 0
		await page.goto(path)
		if (await page.getAttribute('html', 'lang') !== lang)
			await page.click(`button[name=lang][value=${lang}]`)
		const faults = [...await axe(page), ...await overflow(page), ...page.complaints]
		if (await page.getAttribute('html', 'lang') !== lang)
			faults.push(`the page is not in ${lang}`)
		await shot(page, `axe/${path}-${lang}-${scheme}-${width}`)
		return faults.map(fault => `${path} as ${login}, ${lang}, ${scheme}, ${width}: ${fault}`)
	}
}

// One server, browser and set of windows; takes routes until none are left.
async function work(results, share) {
	const house = new House()
	const browser = await launch()
	try {
		await house.serve()
		const routes = share(JSON.parse(house.run('dump', 'api')).paths)
		const walker = new Walker(browser, house, routes.plurals)
		for (let route; (route = routes.left.shift()) !== undefined;) {
			const began = performance.now()
			const cases = await walker.cases(route)
			if (!cases.existing)
				continue
			const faults = []
			for (const more of sights[route] ?? [])
				cases[more] = { ...cases.existing, path: cases.existing.path + more }
			for (const { record, ...state } of pairwise({ record: Object.keys(cases), lang: languages,
				scheme: ['light', 'dark'], width: [360, 1280] }))
				faults.push(...await walker.look(cases[record], state))
			results.add(route.slice(1).replaceAll(/[{}]/g, '') || 'start', (performance.now() - began) / 1000,
				[...faults, ...house.died()])
		}
	} catch (error) {
		results.add('pages', 0, [error.stack, house.log()])
	} finally {
		await browser.close()
		house.close()
	}
}

// The routes that are left, and the plurals of types, whose lists may be empty.
let routes
const share = paths => routes ??= {
	left: Object.keys(paths).filter(path => paths[path].get && !path.startsWith('/api/') &&
		(!only.length || only.some(word => path.includes(word)))),
	plurals: new Set(Object.keys(paths).map(path => path.match(/^\/api\/v1\/([a-z_]+)$/)?.[1])),
}

const results = new Results('axe')
await Promise.all([work(results, share), work(results, share)])
process.exit(results.write())
