// The main job on real files, seen through the pages, in three languages:
//
//	node test/browser/seen.mjs [tk|ru|en…]
//
// A secretary with the demo's database brings in Turkmenistan's rows of UPR Info, Turkmenistan's two reports
// as PDF, which she joins with the rows by what she confirms, two lists of OHCHR about another State, and a
// table of any layout; she gives two hundred to a body in one step and takes it back; what the list shows
// comes out as XLSX and DOCX, which LibreOffice opens; an import is taken back. Each step is one test; its
// parts in the three languages count as one. Every page is held against axe's rules, none scrolls
// sideways on a telephone, and no word of the program may be left in English on a page that is Turkmen
// or Russian.
//
// The files are not ours to ship: what needs ../shared/data, or LibreOffice, is skipped without it.
import { spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { House, Results, demand, languages, launch, open, overflow, root, settle, shot, signIn, stop } from './lib.mjs'

const wanted = process.argv.slice(2)
const data = resolve(root, '../shared/data')
const files = {
	rows: 'upr-info-2015/turkmenistan.csv',
	slovenia2: 'upr-ohchr-matrix/c2_UPR20__Slovenia_ThematicListRecommendations_E.docx',
	slovenia3: 'upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx',
	report2009: 'upr-wg-reports/turkmenistan2009.pdf',
	report2013: 'upr-wg-reports/turkmenistan2013.pdf',
}
for (const name of Object.keys(files))
	files[name] = join(data, files[name])

// ---- words that are left in English

// The words of the catalogue's one side: "msgid" or "msgstr".
function catalogue(lang, side) {
	const words = new Set()
	let inside = false
	for (const line of readFileSync(join(root, `locale/${lang}.po`), 'utf8').split('\n')) {
		if (!line.startsWith('"'))
			inside = line.startsWith(side)
		if (!inside)
			continue
		for (const word of line.replace(/^[^"]*"/, '').replaceAll(/\\.|%[-+ 0-9.*lz]*[a-z]/g, ' ').match(/[A-Za-z]+/g) ?? [])
			words.add(word.toLowerCase())
	}
	return words
}

const english = {}
for (const lang of languages.filter(lang => lang !== 'en')) {
	const own = catalogue(lang, 'msgstr')
	english[lang] = new Set([...catalogue(lang, 'msgid')].filter(word => word.length > 1 && !own.has(word)))
}

// What stands on the page as the page's own words; not what says itself that it is in another
// language, and not what a file says.
const ownWords = page => page.evaluate(() => {
	const lang = document.documentElement.lang, found = []
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
	for (let node; (node = walker.nextNode());) {
		const at = node.parentElement
		if (at.closest('[lang]').lang === lang && !at.closest('script, style, textarea, select[name=lang], .said, .of-file'))
			found.push(node.textContent.trim())
	}
	return found.filter(text => text)
})

async function translated({ page, lang, faults: found }) {
	if (lang === 'en')
		return
	for (const text of new Set(await ownWords(page))) {
		const words = text.split(/[\s"“”«»()–—:;,!?…]+/).map(word => word.replace(/\.$/, ''))
			.filter(word => /^[A-Za-z]+$/.test(word) && english[lang].has(word.toLowerCase()))
		if (words.length)
			found.push(`${page.url()}: ${words.slice(0, 5).join(' ')} in “${text.slice(0, 100)}”`)
	}
}

// Stops at a page, wide; and, where it matters, as small as a telephone (axe.mjs looks at small pages, too).
async function look(walk, name, small = false) {
	await stop(walk, name)
	await translated(walk)
	if (!small)
		return
	await walk.page.setViewportSize({ width: 360, height: 740 })
	const wide = await overflow(walk.page)
	await shot(walk.page, `seen/${walk.lang}-${name}-small`)
	await walk.page.setViewportSize({ width: 1280, height: 900 })
	demand(!wide.length, `${walk.page.url()} at 360 px: ${wide}`)
}

// ---- what the pages say

// The figures of a look: the filter's name and the number.
async function figures(page) {
	const found = {}
	for (const link of await page.locator('.figs a').all())
		found[new URL(await link.getAttribute('href'), page.url()).searchParams.get('show') ?? 'read'] =
			Number(await link.textContent())
	return found
}

function same(found, expected) {
	for (const [name, n] of Object.entries(expected))
		demand((found[name] ?? 0) === n, `${name}: ${found[name] ?? 0} instead of ${n}`)
}

// How many the list holds with these filters, as its own page counts.
async function listed(page, query) {
	await page.goto(`/recommendations?${query}&count=1`)
	const words = await page.textContent('nav.pager [role=status]')
	return Math.max(...words.match(/\d+/g).map(Number))
}

// The identifier of a review by its code.
async function review(page, code) {
	const answer = await page.request.get('/api/v1/review_cycles?limit=200')
	return (await answer.json()).review_cycles.find(cycle => cycle.code === code)?.id
}

// ---- a file's way in

async function choose(walk, file, told = {}) {
	const { page } = walk
	await page.goto('/imports')
	await page.setInputFiles('#file', file)
	if (Object.keys(told).length)
		await page.click('#form details summary')
	for (const [name, value] of Object.entries(told))
		await page.fill(`#form [name=${name}]`, value)
	await page.click('#form button.btn-main')
	await settle(page)
}

async function bringIn(walk) {
	await walk.page.click('form[action$="/make"] button')
	await settle(walk.page)
	await walk.page.waitForURL(/\/imports\/\d+$/)
}

async function lookAgain(walk) {
	await walk.page.click('.msg form[action$="/again"] button')
	await settle(walk.page)
}

// A report: its paragraphs are proposals, and those that are like a known row may be the same.
async function report(walk, file, name, expected) {
	const { page } = walk
	await choose(walk, file)
	const first = await figures(page)
	await look(walk, `${name}-proposed`, true)
	demand(!await page.locator('form[action$="/make"]').count(), 'proposals can be brought in unseen')
	await page.selectOption('[name=score]', '900')
	await page.click('button[name=_do][value=join-all]')
	await page.waitForLoadState()
	await look(walk, `${name}-joined`)
	await page.click('button[name=_do][value=take-all]')
	await page.waitForLoadState()
	await lookAgain(walk)
	const second = await figures(page)
	await look(walk, `${name}-preview`, true)
	same(first, { read: expected.read, left: expected.read })
	same(second, { read: expected.read, updated: expected.joined, new: expected.read - expected.joined, left: 0 })
	await bringIn(walk)
	await look(walk, `${name}-done`)
}

// ---- LibreOffice

const office = ['soffice', 'libreoffice'].map(name => `/usr/bin/${name}`).find(existsSync)

function converted(walk, file, to) {
	const folder = join(walk.house.folder, 'office')
	mkdirSync(folder, { recursive: true })
	const done = spawnSync(office, [`-env:UserInstallation=file://${walk.house.folder}/office-profile`, '--headless',
		'--convert-to', to, '--outdir', folder, file], { encoding: 'utf8', timeout: 120000 })
	const result = join(folder, file.split('/').at(-1).replace(/\.\w+$/, `.${to.split(':')[0]}`))
	demand(done.status === 0 && existsSync(result), `LibreOffice does not open ${file}: ${done.stdout}${done.stderr}`)
	return readFileSync(result, 'utf8')
}

// A list's file by its link in the menu, kept in the folder.
async function download(walk, format) {
	const { page, house, lang } = walk
	const file = join(house.folder, `list-${lang}.${format}`)
	if (!await page.locator(`a[href$="format=${format}"]`).first().isVisible())
		await page.locator('details:has(a[href*="/recommendations/export"]) summary').first().click()
	const [got] = await Promise.all([page.waitForEvent('download'),
		page.locator(`a[href*="/recommendations/export"][href$="format=${format}"]`).click()])
	await got.saveAs(file)
	return file
}

// A table of comma-separated cells, in quotes where they have to be.
function rowsOf(csv) {
	const rows = [[]]
	for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
		rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain)
		if (end === '\n')
			rows.push([])
	}
	return rows.filter(row => row.some(cell => cell))
}

// ---- the way

const steps = {
	'rows-of-upr-info': async walk => {
		const { page } = walk
		await signIn(page, 'sec', walk.lang)
		await page.goto('/imports')
		await look(walk, 'imports', true)
		await choose(walk, files.rows)
		same(await figures(page), { read: 275, new: 275, wrong: 0 })
		await look(walk, 'rows-preview', true)
		await page.click('table.list tbody tr:nth-child(1) th a')
		await look(walk, 'rows-row', true)
		await page.goBack()
		await bringIn(walk)
		await look(walk, 'rows-done', true)
		walk.first = await review(page, 'UPR-1')
		walk.second = await review(page, 'UPR-2')
		same({ first: await listed(page, `cycle=${walk.first}`), second: await listed(page, `cycle=${walk.second}`) },
			{ first: 87, second: 188 })
		await look(walk, 'rows-listed', true)
	},
	'report-of-2009': walk => report(walk, files.report2009, 'report-2009', { read: 43, joined: 39 }),
	'report-of-2013': walk => report(walk, files.report2013, 'report-2013', { read: 183, joined: 182 }),
	'two-hundred-assigned': async walk => {
		const { page } = walk
		const n = await listed(page, 'state=imported&position=supported')
		demand(n >= 200, `only ${n} to assign`)
		await page.click('a[href^="/recommendations/assign?"]')
		await look(walk, 'assign-preview', true)
		demand((await page.textContent('h1')).includes(n), 'the preview counts otherwise')
		await page.click('button[formaction="/recommendations/triage"]')
		await look(walk, 'triaged')
		await page.click('form[action="/recommendations/assign"] button')
		await page.selectOption('[name=lead]', { index: 5 })
		await page.fill('[name=deadline]', '31.12.2025')
		await page.click('button.btn-main[name=_do][value=save]')
		await look(walk, 'assigned', true)
		demand(await listed(page, 'state=assigned&position=supported') >= n, 'they are not assigned')
		await page.goto('/recommendations/together')
		await look(walk, 'together')
		await page.click('main ul a[href*="/together/"]')
		await look(walk, 'together-one', true)
		await page.click('form[action$="/undo"] button')
		await look(walk, 'together-undone')
		demand(await listed(page, 'state=triaged&position=supported') >= n, 'they are not taken back')
	},
	'slovenia': async walk => {
		const { page } = walk
		await choose(walk, files.slovenia2)
		await look(walk, 'slovenia-asked', true)
		await page.fill('[name=state]', 'SVN')
		await page.click('form[action$="/again"] button')
		await settle(page)
		same(await figures(page), { read: 163, new: 163 })
		await look(walk, 'slovenia-preview')
		await bringIn(walk)
		await look(walk, 'slovenia-done')
		await choose(walk, files.slovenia3, { state: 'SVN' })
		same(await figures(page), { read: 215, new: 215 })
		await bringIn(walk)
		walk.import = new URL(page.url()).pathname
		same({ second: await listed(page, `cycle=${await review(page, 'SVN-UPR-2')}`),
			third: await listed(page, `cycle=${await review(page, 'SVN-UPR-3')}`) }, { second: 163, third: 215 })
		await look(walk, 'slovenia-listed')
	},
	'any-table': async walk => {
		const { page, lang, house } = walk
		const file = join(house.folder, 'table.csv')
		writeFileSync(file, '№;Текст рекомендации;Тема;Страна;Срок;Ход выполнения;Примечание\n' + [1, 2, 3, 4, 5, 6]
			.map(n => `${n};Made up for the walk, wish ${n * 7919}: publish the statistics of courts;Правасудие и суды;` +
				`${n < 4 ? 'Франция' : 'Францыя и Ко'};31.12.202${n};${n < 3 ? 'ведётся' : 'на контроле'};письмо ${n}\n`).join(''))
		await choose(walk, file)
		await look(walk, 'table-preview', true)
		const here = page.url()
		await page.click('a[href$="/table"]')
		await look(walk, 'table-columns', true)
		await page.goto(`${here}/labels`)
		await look(walk, 'table-labels', true)
		await page.locator('button[name=is]').first().click()
		await page.goto(here)
		await look(walk, 'table-taught', true)
	},
	'out-again': async walk => {
		const { page } = walk
		const n = await listed(page, `cycle=${walk.second}`)
		demand(n === 189, `${n} of the second review`) // 188 rows, and the one paragraph that met none
		const table = rowsOf(converted(walk, await download(walk, 'xlsx'), 'csv:Text - txt - csv (StarCalc):44,34,76'))
		const matrix = converted(walk, await download(walk, 'docx'), 'html').split(/<tr\b/).slice(1)
			.filter(row => row.split(/<td\b/).length === 4)
		demand(table.length === n + 1, `${table.length} rows in the workbook for ${n} records`)
		demand(matrix.length === n, `${matrix.length} rows in the document for ${n} records`)
	},
	'taken-back': async walk => {
		const { page } = walk
		await page.goto('/imports')
		await look(walk, 'imports-before', true)
		await page.click(`a[href="${walk.import}"]`)
		await page.click('a[href$="/undo"]')
		await page.fill('[name=reason]', { tk: 'Ýalňyş faýl', ru: 'Не тот файл', en: 'The wrong file' }[walk.lang])
		await page.click(`button[name=lang][value=${walk.lang}]`)
		demand(await page.inputValue('[name=reason]'), 'what was typed is gone')
		await look(walk, 'undo', true)
		await page.click('#form button.btn-main')
		await settle(page)
		await page.waitForURL(/\/imports\/\d+$/)
		await look(walk, 'undone', true)
		demand(!await review(page, 'SVN-UPR-3'), 'something is left')
		demand(await listed(page, `cycle=${await review(page, 'SVN-UPR-2')}`) === 163, 'too much is gone')
	},
}

// ---- the languages, two at a time

const results = new Results('seen')

// What is not there, in words; nothing when the story can be played.
function wanting() {
	const missing = Object.values(files).filter(file => !existsSync(file))
	return missing.length ? `${missing.length} files of ../shared/data are not here` : office ? '' : 'LibreOffice is not here'
}

// A house of its own, because the same file twice is unchanged; on a copy of one new database.
async function play(browser, first, lang) {
	const house = new House()
	try {
		for (const name of ['ygrar.db', 'ygrar.key'])
			copyFileSync(join(first.folder, name), join(house.folder, name))
		await house.serve()
		const walk = { browser, house, lang, kind: 'seen', page: await open(browser, house, { lang }) }
		for (const [name, step] of Object.entries(steps)) {
			const began = performance.now()
			walk.faults = []
			walk.page.complaints.length = 0
			let whole = false
			try {
				await step(walk)
				whole = true
			} catch (error) {
				walk.faults.push(error.stack)
				await shot(walk.page, `seen/failed-${lang}-${name}`)
			}
			results.add(name, (performance.now() - began) / 1000,
				[...walk.faults.map(fault => `${lang}: ${fault}`), ...house.died()])
			if (!whole) // the steps after it build on it
				break
		}
	} catch (error) {
		results.add('server', 0, [error.stack])
	} finally {
		house.close()
	}
}

const why = wanting()
if (why) {
	console.log(`skipped: ${why}`)
	if (process.env.RESULTS)
		appendFileSync(process.env.RESULTS, `skip 0 seen (${why})\n`)
	process.exit(0)
}
const first = new House()
const browser = await launch()
try {
	first.run('init', '--reference', 'turkmenistan', '--sample')
	const left = languages.filter(lang => !wanted.length || wanted.includes(lang))
	const work = async () => {
		for (let lang; (lang = left.shift());)
			await play(browser, first, lang)
	}
	await Promise.all([work(), work()])
} catch (error) {
	results.add('server', 0, [error.stack])
} finally {
	await browser.close()
	first.close()
}
process.exit(results.write())
