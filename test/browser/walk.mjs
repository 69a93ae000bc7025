// A person's way through the pages, in three languages, with a mouse and by keyboard alone:
//
//	node test/browser/walk.mjs [STEP…]
//
// Each step is one test; its parts in the three languages count as one. Nothing is found by the words
// on buttons, because they differ, but by what the pages are made of: names of fields, addresses.
// Every page that a step stops at is held against axe's rules.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { House, Results, demand, languages, launch, now, open, root, save, settle, shot, signIn, stop } from './lib.mjs'
import { observations } from './observations.mjs'
import { plans } from './plans.mjs'

const only = process.argv.slice(2)

// What the page's print on paper has to hold.
async function printed(walk, name, expected) {
	const file = join(walk.house.folder, `${name}-${walk.lang}.pdf`)
	await walk.page.pdf({ path: file, format: 'A4' })
	const plain = text => text.replaceAll(/\s+/g, '')
	const text = plain(execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }))
	for (const words of expected)
		demand(text.includes(plain(words)), `“${words}” is not printed`)
}

// ---- with a mouse

const steps = {
	'sign-in-wrong': async walk => {
		await walk.page.goto('/sign-in')
		await walk.page.fill('input[name=login]', 'dc')
		await walk.page.fill('input[name=password]', 'not the password')
		await walk.page.click('main button')
		await stop(walk, 'sign-in-wrong')
		demand(await walk.page.locator('main .err, main .msg').count(), 'nothing says what was wrong')
	},
	'sign-in': async walk => {
		await signIn(walk.page, 'sec', walk.lang)
		await stop(walk, 'start')
	},
	'list': async walk => {
		await walk.page.goto('/institutions')
		demand(await walk.page.locator('table.list tbody tr').count() > 10, 'the list is short')
		await stop(walk, 'list')
	},
	'search': async walk => {
		await walk.page.goto('/institutions') // anew, because axe leaves traces that htmx would copy
		await walk.page.keyboard.press('/')
		demand(await walk.page.evaluate(() => document.activeElement.type === 'search'), '/ does not lead to the search box')
		await walk.page.keyboard.type('MOJ')
		await walk.page.keyboard.press('Enter')
		await walk.page.waitForFunction(() => document.querySelectorAll('table.list tbody tr').length === 1)
		await stop(walk, 'search')
	},
	'nothing-found': async walk => {
		await walk.page.goto('/institutions?q=zzzzqqqq')
		await stop(walk, 'nothing-found')
	},
	'record': async walk => {
		await walk.page.goto('/institutions')
		await walk.page.click('table.list tbody tr:nth-child(3) a')
		await walk.page.waitForURL(/\/institutions\/\d+$/)
		walk.record = new URL(walk.page.url()).pathname
		await stop(walk, 'record')
	},
	'edit-refused': async walk => {
		await walk.page.goto(`${walk.record}/edit`)
		await stop(walk, 'edit')
		await walk.page.fill('[name=active_from]', '2020')
		await walk.page.fill('[name=active_to]', '1990')
		await save(walk.page)
		await walk.page.waitForSelector('[aria-invalid=true]')
		demand(await walk.page.inputValue('[name=active_to]') === '1990', 'what was typed is gone')
		await walk.page.click('.msg-bad a[href^="#"]')
		demand(await walk.page.evaluate(() => document.activeElement.getAttribute('aria-invalid') === 'true'),
			'the summary does not lead to the field')
		await stop(walk, 'edit-refused')
	},
	'edit-draft': async walk => {
		await walk.page.goto(`${walk.record}/edit`)
		await walk.page.click('a[href$="?draft=1"]')
		demand(await walk.page.inputValue('[name=active_to]') === '1990', 'the draft is not there')
		await stop(walk, 'edit-draft')
	},
	'edit-saved': async walk => {
		await walk.page.fill('[name=active_from]', '1991')
		await walk.page.fill('[name=active_to]', '')
		await save(walk.page)
		await walk.page.waitForURL(new RegExp(`${walk.record}$`))
		demand((await walk.page.textContent('main')).includes('1991'), 'what was saved is not shown')
		await stop(walk, 'edit-saved')
	},
	'history': async walk => {
		await walk.page.goto(`${walk.record}/history`)
		demand(await walk.page.locator('ol.log > li').count() >= 2, 'the history is short')
		await stop(walk, 'history')
	},
	'conflict': async walk => {
		const other = await walk.page.context().newPage()
		await walk.page.goto(`${walk.record}/edit`)
		await other.goto(`${walk.record}/edit`)
		await other.fill('[name=active_from]', '1992')
		await save(other)
		await other.waitForURL(new RegExp(`${walk.record}$`))
		await other.close()
		await walk.page.fill('[name=active_from]', '1993')
		await save(walk.page)
		await walk.page.waitForSelector('input[name="choose.active_from"]')
		await stop(walk, 'conflict')
		await save(walk.page)
		await walk.page.waitForURL(new RegExp(`${walk.record}$`))
		demand((await walk.page.textContent('main')).includes('1993'), 'what was chosen is not saved')
	},
	'kept-when-killed': async walk => {
		await walk.page.goto(`${walk.record}/edit`)
		await walk.page.fill('[name=active_to]', '2031')
		await walk.page.waitForResponse(answer => answer.url().endsWith('/draft') && answer.ok())
		await walk.page.goto('about:blank')
		await walk.page.goto(`${walk.record}/edit?draft=1`)
		demand(await walk.page.inputValue('[name=active_to]') === '2031', 'what was typed is gone')
		await walk.page.click('form[action="/draft/drop"] button')
	},
	'recommendation-entered': async walk => {
		await walk.page.goto('/recommendations/new')
		await walk.page.fill(`[name="text.${walk.lang}"]`, `Of the walk, in ${walk.lang}: publish the statistics.`)
		await walk.page.check(`[name="text.original"][value=${walk.lang}]`)
		await walk.page.selectOption('[name=kind]', 'recommendation')
		await stop(walk, 'recommendation-form')
		await save(walk.page)
		await walk.page.waitForURL(/\/recommendations\/\d+$/)
		walk.recommendation = new URL(walk.page.url()).pathname
		demand((await walk.page.textContent('main')).includes('Of the walk'), 'the text is not shown')
		await stop(walk, 'recommendation')
	},
	'recommendation-assigned': async walk => {
		await walk.page.goto('/institutions?q=MOE')
		const lead = (await walk.page.getAttribute('table.list tbody a', 'href')).split('/').at(-1)
		await walk.page.goto(walk.recommendation)
		await walk.page.click(`a[href$="/steps/triage"]`)
		await save(walk.page)
		await walk.page.waitForURL(/\/recommendations\/\d+$/)
		await walk.page.click(`a[href$="/steps/assign"]`)
		await walk.page.selectOption('[name=lead]', lead)
		await walk.page.fill('[name=deadline]', '31.12.2025')
		await stop(walk, 'assign')
		await save(walk.page)
		await walk.page.waitForURL(/\/recommendations\/\d+$/)
		await stop(walk, 'recommendation-assigned')
	},
	'recommendation-accepted': async walk => {
		const other = { page: await open(walk.browser, walk.house), lang: walk.lang }
		await signIn(other.page, 'ma', walk.lang)
		await stop(other, 'desk-of-approver')
		demand(await other.page.locator(`main a[href^="${walk.recommendation}"]`).count(), 'it does not wait on her desk')
		await other.page.goto(`${walk.recommendation}/steps/accept`)
		await save(other.page)
		await other.page.waitForURL(/\/recommendations\/\d+$/)
		await stop(other, 'recommendation-accepted')
		await other.page.context().close()
		await walk.page.goto(`${walk.recommendation}/history`)
		demand(await walk.page.locator('ol.log > li').count() >= 4, 'the history is short')
		await stop(walk, 'recommendation-history')
	},
	...observations,
	// From signing in to the report in three screens: what she owes, the form, and that it was sent.
	'progress-reported': async walk => {
		const { page } = walk.reporter = { page: await open(walk.browser, walk.house), lang: walk.lang }
		await signIn(page, 'fp', walk.lang)
		await stop(walk.reporter, 'desk-of-focal-point')
		demand(await page.locator('main a[href$="/steps/report"]').count(), 'no report is asked for')
		await page.goto(`${walk.recommendation}/steps/report`)
		await page.fill(`[name="done.${walk.lang}"]`, 'Of the walk: the figures were published')
		await page.fill(`[name="result.${walk.lang}"]`, 'Everybody can read them')
		await page.fill(`[name="next_step.${walk.lang}"]`, 'Of the walk: none')
		await page.selectOption('[name=status]', 'implemented')
		await page.click('#form button.btn-main')
		await page.waitForSelector('[aria-invalid=true]')
		demand(await page.inputValue(`[name="result.${walk.lang}"]`) === 'Everybody can read them', 'what was typed is gone')
		await stop(walk.reporter, 'report-refused')
		await page.fill(`[name="difficulties.${walk.lang}"]`, 'Of the walk: none')
		const evidence = page.locator('#form details', { has: page.locator('[name=file]') })
		if (!await page.locator('[name=file]').isVisible())
			await evidence.locator('summary').click()
		await page.fill(`[name="title.${walk.lang}"]`, `Of the walk: an order, ${walk.lang}`)
		await page.selectOption('[name=type]', 'document')
		await page.setInputFiles('[name=file]', { name: 'order.pdf', mimeType: 'application/pdf',
			buffer: Buffer.from(`%PDF-1.4 Of the walk: ${walk.lang}`) })
		await page.fill('[name=date_of_fact]', '02.03.2025')
		await stop(walk.reporter, 'report')
		await page.click('#form button.btn-main')
		await page.waitForURL(/\/progress_updates\/\d+/)
		walk.update = new URL(page.url()).pathname
		await stop(walk.reporter, 'report-sent')
	},
	'progress-accepted': async walk => {
		const other = { page: await open(walk.browser, walk.house, { width: 360 }), lang: walk.lang }
		await signIn(other.page, 'ma', walk.lang)
		await other.page.goto(walk.update)
		await other.page.click('a[href$="/steps/approve"]')
		await stop(other, 'report-approve-small')
		await save(other.page)
		await other.page.waitForURL(new RegExp(`${walk.update}$`))
		await other.page.context().close()
		await walk.page.goto(walk.update)
		walk.evidence = await walk.page.getAttribute('main a[href^="/evidence/"]', 'href')
		await walk.page.goto(`${walk.evidence}/steps/accept`)
		await save(walk.page)
		await walk.page.waitForURL(new RegExp(`${walk.evidence}$`))
		await stop(walk, 'evidence-accepted')
		await walk.page.goto(`${walk.update}/steps/accept`)
		await save(walk.page)
		await walk.page.waitForURL(new RegExp(`${walk.update}$`))
		await stop(walk, 'report-accepted')
		await walk.page.goto(`${walk.recommendation}/steps/verify`)
		demand(!await walk.page.locator('#form button.btn-main').count(), 'who accepted it may verify it')
	},
	'progress-verified': async walk => {
		const login = `verifier-${walk.lang}`
		walk.house.user(login, 'MFA', 'SEC')
		const other = { page: await open(walk.browser, walk.house), lang: walk.lang }
		await signIn(other.page, login, walk.lang)
		await other.page.goto(`${walk.recommendation}/steps/verify`)
		await stop(other, 'verify')
		await save(other.page)
		await other.page.waitForURL(new RegExp(`${walk.recommendation}$`))
		await other.page.context().close()
		const chair = { page: await open(walk.browser, walk.house), lang: walk.lang }
		await signIn(chair.page, 'ch', walk.lang)
		await stop(chair, 'desk-of-chair')
		await chair.page.goto(`${walk.recommendation}/steps/close`)
		await save(chair.page)
		await chair.page.waitForURL(new RegExp(`${walk.recommendation}$`))
		await stop(chair, 'recommendation-closed')
		await chair.page.context().close()
	},
	'chain': async walk => {
		const { page } = walk
		await page.goto(walk.recommendation)
		await page.click('a[href^="/trace/recommendations/"]')
		await stop(walk, 'chain')
		for (const path of [walk.update, walk.evidence])
			demand(await page.locator(`ol.chain a[href="${path}"]`).count(), `${path} is not in the chain`)
		demand(await page.locator('figure.trace svg a').count() >= 4, 'there is no picture')
	},
	// SC-10: a ministry on a closed network fills in its pack; a report of this language stands in its draft.
	'pack': async walk => {
		const { page, lang } = walk
		const teachers = { tk: 'mugallymlary adam', ru: 'обучать учителей', en: 'Train teachers' }[lang]
		const words = `Of the walk, in ${lang}: written without a network`
		const [issued, filled] = ['issued', 'filled'].map(name => join(walk.house.folder, `${name}-${lang}.xlsx`))
		await page.goto('/institutions?q=MOE')
		const moe = (await page.getAttribute('table.list tbody a', 'href')).split('/').at(-1)
		await page.goto(`/packs?institution=${moe}`)
		await page.selectOption('[name=language]', lang)
		await stop(walk, 'packs')
		const [download] = await Promise.all([page.waitForEvent('download'), page.click('main form[action="/packs"] button')])
		await download.saveAs(issued)
		execFileSync('python3', [join(root, 'test/story/fill_pack.py'), issued, filled, `1!H@${teachers}=${words}`])
		const ministry = walk.reporter
		await ministry.page.goto('/packs/back')
		await stop(ministry, 'pack-back')
		await ministry.page.setInputFiles('[name=file]', filled)
		await ministry.page.click('main form button.btn-main')
		await ministry.page.waitForURL(/\/packs\/\d+\/back$/)
		demand((await ministry.page.textContent('main')).includes(words), 'what would change is not shown')
		await stop(ministry, 'pack-look')
		await ministry.page.click('main form button.btn-main')
		await ministry.page.waitForURL(/\/packs\/\d+$/)
		await stop(ministry, 'pack-taken')
	},
	'letter': async walk => {
		const { page } = walk
		await page.goto('/recommendations?state=assigned')
		await page.check('table.list tbody tr:nth-child(1) input[type=checkbox]')
		await page.click('.bulk button[formaction="/letters/prepare"]')
		await page.fill('[name=answer_due]', '2020-01-01')
		await stop(walk, 'letter')
		await page.click('main form button.btn-main')
		await page.waitForSelector('[aria-invalid=true]')
		await page.fill('[name=answer_due]', '31.07.2025')
		await page.click('main form button.btn-main')
		await page.waitForURL(/\/letters\?/)
		await stop(walk, 'letters-written')
		await page.click('table.list tbody a[href^="/letters/"]')
		await page.waitForURL(/\/letters\/\d+$/)
		await stop(walk, 'letter-written')
		demand(await page.locator('main a[href^="/attachments/"]').count(), 'there is no document')
	},
	'overview': async walk => {
		const { page } = walk
		await page.goto('/overview')
		await stop(walk, 'overview')
		const all = page.locator('main a[href*="state_under_review=TKM"]').first()
		const figure = (await all.textContent()).trim()
		await all.click()
		await page.waitForURL(/recommendations/)
		demand((await page.textContent('main')).includes(figure), 'the figure is not that of its list')
		await page.goto('/overview')
		await page.click('main a[href*="by=plan"]')
		await page.waitForURL(/by=plan/)
		await stop(walk, 'overview-plan')
		await page.setViewportSize({ width: 360, height: 740 })
		await stop(walk, 'overview-small')
		await page.setViewportSize({ width: 1280, height: 900 })
		await page.goto('/overview')
		await printed(walk, 'overview', [await page.locator('h1').textContent(), figure])
	},
	...plans,
	'recommendation-list': async walk => {
		await walk.page.goto('/recommendations')
		await stop(walk, 'recommendations')
		await walk.page.check('table.list tbody tr:nth-child(1) input[type=checkbox]')
		await walk.page.check('table.list tbody tr:nth-child(2) input[type=checkbox]')
		await walk.page.click('.bulk button.btn-main')
		await walk.page.waitForSelector('[name=lead]')
		await stop(walk, 'assign-many')
	},
	'import': async walk => {
		const { page, lang } = walk
		const file = join(walk.house.folder, `walk-${lang}.csv`)
		const row = (number, state, from) => `${state},Asia,CIS,"Of the walk, in ${lang}: wish ${number * 7919}",${from},WEOG,EU,Accepted,5,Other,16,2,walk:${number}\n`
		writeFileSync(file, 'State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,' +
			'Response,Action,Issues,Session,Cycle,Source row\n' + row(1, 'Turkmenistan', 'France') +
			row(2, 'Lemuria', 'Chile') + row(3, 'Turkmenistan', `Francce of ${lang}`))
		await page.goto('/imports')
		await stop(walk, 'imports')
		await page.setInputFiles('#file', file)
		await page.click('#form button.btn-main')
		await settle(page)
		await stop(walk, 'import-look')
		await page.click('.figs a[href*="show=wrong"]')
		await page.click('table.list tbody a.btn[href*="/rows/3"]')
		await page.fill('table.cells tbody tr:nth-child(1) input', 'Turkmenistan')
		await stop(walk, 'import-row')
		await page.click('button[name=_do][value=save]')
		const label = page.locator('form[action$="/labels"]', { has: page.locator('input[name=label][value^=Francce]') })
		await label.locator('input[name=other]').fill('no such State')
		await label.locator('button.btn[value=other]').click()
		await page.waitForSelector('[aria-invalid=true]')
		demand(await page.inputValue('[aria-invalid=true]') === 'no such State', 'what was typed is gone')
		await stop(walk, 'import-label-refused')
		await page.fill('[aria-invalid=true]', 'FRA')
		await label.locator('button.btn[value=other]').click()
		await page.goto(page.url().replace(/\/labels.*/, ''))
		await stop(walk, 'import-decided')
		await page.click('.msg form[action$="/again"] button')
		await settle(page)
		demand(!await page.locator('.figs a[href*="show=wrong"]').count(), 'something is still wrong')
		await page.setViewportSize({ width: 360, height: 740 })
		await stop(walk, 'import-look-small')
		await page.setViewportSize({ width: 1280, height: 900 })
		await page.click('form[action$="/make"] button')
		await settle(page)
		await page.waitForURL(/\/imports\/\d+$/)
		const done = page.url()
		await stop(walk, 'import-done')
		await page.click('table.list tbody a[href^="/recommendations/"]')
		demand((await page.textContent('main')).includes(`walk-${lang}.csv`), 'it is not said where it came from')
		await stop(walk, 'import-origin')
		await page.goto(done)
		await page.click('a[href$="/undo"]')
		await stop(walk, 'import-undo')
	},
	'erasure': async walk => {
		await walk.page.goto(walk.recommendation)
		await walk.page.click('a[href^="/erasure_requests/new"]')
		await stop(walk, 'erasure-form')
		await save(walk.page)
		await walk.page.waitForSelector('.msg-bad')
		await stop(walk, 'erasure-refused')
		await walk.page.click('.msg-bad a[href="#f-names"]')
		await walk.page.check(`[name=names][value="text.${walk.lang}"]`)
		await walk.page.fill('[name=reason]', 'Of the walk.')
		await walk.page.setViewportSize({ width: 360, height: 740 })
		await stop(walk, 'erasure-form-small')
		await walk.page.setViewportSize({ width: 1280, height: 900 })
		await save(walk.page)
		await walk.page.waitForURL(/\/erasure_requests\/\d+$/)
		const chair = { page: await open(walk.browser, walk.house, { scheme: 'dark' }), lang: walk.lang }
		await signIn(chair.page, 'ch', walk.lang)
		await chair.page.goto('/erasure_requests')
		await stop(chair, 'erasures')
		await chair.page.goto(walk.page.url())
		demand((await chair.page.textContent('main')).includes('Of the walk, in'), 'she does not see what would go')
		await stop(chair, 'erasure')
		await chair.page.click('a[href$="/steps/approve"]')
		await stop(chair, 'erasure-approve')
		await save(chair.page)
		await chair.page.waitForURL(/\/erasure_requests\/\d+$/)
		await stop(chair, 'erasure-approved')
		await chair.page.context().close()
	},
	'design': async walk => {
		for (const path of ['/design', '/help', '/permissions', '/me']) {
			await walk.page.goto(path)
			await stop(walk, path.slice(1))
		}
	},
	'find-everywhere': async walk => {
		await walk.page.goto('/me')
		await walk.page.keyboard.press('/')
		await walk.page.keyboard.type('CEDAW')
		await walk.page.keyboard.press('Enter')
		await walk.page.waitForURL(/\/search\?q=CEDAW/)
		demand(await walk.page.locator('ol.work mark').count(), 'nothing is marked')
		await stop(walk, 'find-everywhere')
	},
	'find-facets': async walk => {
		await walk.page.goto('/recommendations')
		const first = walk.page.locator('.facets label.tick').first()
		const count = await first.locator('i').textContent()
		await first.locator('input').check()
		await walk.page.click('.facets button.btn')
		await walk.page.waitForSelector('.facets label.tick input:checked')
		demand((await walk.page.textContent('nav.pager [role=status]')).includes(count), 'the count is not what a click gives')
		await stop(walk, 'find-facets')
		await walk.page.click('.facets a[href*="/facet?"]')
		await walk.page.waitForURL(/\/recommendations\/facet\?/)
		await stop(walk, 'find-facet')
	},
	'find-view': async walk => {
		await walk.page.goto('/recommendations?position=supported')
		await walk.page.click('details.more > summary.tag')
		await walk.page.fill('form[action="/views"] [name=name]', `View ${walk.lang}`)
		await stop(walk, 'find-view-form')
		await walk.page.click('form[action="/views"] button.btn-main')
		await walk.page.waitForSelector('a.tag[aria-current]')
		await walk.page.goto('/views')
		await stop(walk, 'find-views')
		await walk.page.click('main a[href^="/views/"]')
		await stop(walk, 'find-view')
		await walk.page.click('main button.btn-stop')
		await walk.page.waitForURL(/\/recommendations\?position=supported/)
	},
	'find-overview': async walk => {
		await walk.page.goto('/recommendations?q=sample')
		await walk.page.click('main a[href^="/recommendations/overview"]')
		await walk.page.selectOption('select[name=rows]', 'theme')
		await walk.page.click('main form.panel button')
		await walk.page.waitForURL(/rows=theme/)
		await stop(walk, 'find-overview')
		await walk.page.setViewportSize({ width: 360, height: 800 })
		await stop(walk, 'find-overview-small')
		await walk.page.setViewportSize({ width: 1280, height: 900 })
		const bar = walk.page.locator('.chart svg a').first()
		const count = (await bar.locator('text').textContent()).trim()
		await bar.click()
		await walk.page.waitForURL(/\/recommendations\?.*year=/)
		demand((await walk.page.textContent('nav.pager [role=status]')).includes(count), 'the list is not what the bar says')
	},
	'find-while-typing': async walk => {
		const { page } = walk
		await page.goto('/recommendations/new')
		await page.locator('#search').pressSequentially('right')
		await page.waitForSelector('#search-list option', { state: 'attached' })
		await page.locator('[name=states_under_review]').pressSequentially('TKM\nFran')
		await page.waitForSelector('#f-states_under_review-list li')
		await page.locator('[name="text.en"]').pressSequentially('Provide social assistance to the families of migrants')
		await page.waitForSelector('#similar mark')
		await stop(walk, 'find-while-typing')
		await page.setViewportSize({ width: 360, height: 800 })
		await stop(walk, 'find-while-typing-small')
		await page.setViewportSize({ width: 1280, height: 900 })
	},
	'find-bulk': async walk => {
		const { page } = walk
		await page.goto('/recommendations?position=supported')
		await page.locator('input[name=id]').first().check()
		await page.click('.bulk button[formaction="/recommendations/change"]')
		await page.selectOption('select[name=priority]', { index: 1 })
		await page.check('input[name="clear.deadline"]')
		await stop(walk, 'find-bulk-form')
		await page.click('main button.btn-main')
		await stop(walk, 'find-bulk-look')
		await page.setViewportSize({ width: 360, height: 800 })
		await stop(walk, 'find-bulk-look-small')
		await page.setViewportSize({ width: 1280, height: 900 })
		await page.click('form[action="/recommendations/change/now"] button.btn-main')
		await page.click('form[action$="/undo"] button')
		await stop(walk, 'find-bulk-back')
	},
	'find-layouts': async walk => {
		for (const layout of ['list', 'compact', 'table']) {
			await walk.page.goto('/recommendations?q=women')
			await walk.page.click(`button[name=layout][value=${layout}]`)
			await walk.page.waitForURL(new RegExp(`layout=${layout}`))
			await stop(walk, `find-layout-${layout}`)
			await walk.page.setViewportSize({ width: 360, height: 800 })
			await stop(walk, `find-layout-${layout}-small`)
			await walk.page.setViewportSize({ width: 1280, height: 900 })
		}
	},
	'calendar': async walk => {
		const { page } = walk
		await page.goto('/calendar?view=month&at=2025-10')
		await stop(walk, 'calendar-month')
		await page.click('main a[href*="view=year"]')
		await page.waitForURL(/view=year/)
		await stop(walk, 'calendar-year')
		await page.click('main a[href*="view=list"]')
		await page.waitForURL(/view=list/)
		await stop(walk, 'calendar-list')
		await page.goto('/holidays/year?at=2026')
		await stop(walk, 'days-off')
		await printed(walk, 'days-off', [
			await page.locator('h1').textContent(),
			await page.locator('table.list tbody th').first().textContent(),
			await page.locator('table.list tbody th').last().textContent(),
		])
		await page.goto('/calendar?view=year&at=2025')
		const month = (await page.locator('h3:has(+ ul.lines)').first().textContent()).trim()
		const due = (await page.locator('h3 + ul.lines .what').first().textContent()).trim()
		const stamp = (await page.locator('.only-print').first().textContent()).trim()
		await printed(walk, 'plan', [month, due, stamp])
	},
	// A holiday on a day on which something of ours is due: what moves is shown, and nothing is saved.
	'moves': async walk => {
		const { page } = walk
		const answer = await page.request.get('/api/v1/deadlines?side=internal&state=open&limit=100')
		const deadline = (await answer.json()).deadlines.find(one => one.kind === 'task' && one.due > now)
		await page.goto('/holidays/new')
		await page.fill('[name=code]', 'SAMPLE_DAY')
		await page.fill(`[name="name.${walk.lang}"]`, 'Sample')
		await page.selectOption('[name=kind]', 'holiday')
		await page.fill('[name=every_year]', deadline.due.slice(5))
		await save(page)
		await page.waitForSelector('[name=_seen]', { state: 'attached' })
		await stop(walk, 'moves')
		demand(await page.locator('table.list tbody tr').count(), 'nothing moves')
		await page.goto('/holidays')
		demand(!(await page.locator('main').textContent()).includes('SAMPLE_DAY'), 'it is saved')
	},
	'print': async walk => {
		await walk.page.goto('/recommendations')
		await walk.page.emulateMedia({ media: 'print' })
		for (const part of ['nav.tabs', '.facets', '.find', '.bulk'])
			demand(!await walk.page.locator(part).first().isVisible(), `${part} is printed`)
		demand(await walk.page.locator('table.list').isVisible(), 'the list is not printed')
		await shot(walk.page, `walk/${walk.lang}-print`)
		demand(await walk.page.evaluate(() => [...document.styleSheets].some(sheet => [...sheet.cssRules].some(rule =>
			rule.cssText.startsWith('@page') && rule.cssText.includes('counter(pages)')))), 'pages are not numbered')
		await walk.page.goto(walk.recommendation)
		demand(await walk.page.locator('.only-print').isVisible(), 'the page does not say as of when it was printed')
		await walk.page.emulateMedia({ media: 'screen' })
	},
	'without-script': async walk => {
		const page = await open(walk.browser, walk.house, { script: false })
		await signIn(page, 'fp', walk.lang)
		await page.goto('/recommendations')
		await page.fill('main form.find input[name=q]', 'zzzz')
		await page.click('main form.find button')
		await page.waitForURL(/q=zzzz/)
		await page.goto('/me')
		demand(await page.locator('h1').count() === 1, 'her own page is not there')
		await page.context().close()
	},
	'not-found': async walk => {
		await walk.page.goto('/nothing-of-the-kind')
		await stop(walk, 'not-found')
	},
	'refused': async walk => {
		await walk.page.goto('/accounts/new')
		await stop(walk, 'refused')
	},
	'language': async walk => {
		await walk.page.goto('/institutions?q=MOJ')
		const next = languages[(languages.indexOf(walk.lang) + 1) % languages.length]
		await walk.page.click(`button[name=lang][value=${next}]`)
		demand(await walk.page.getAttribute('html', 'lang') === next, 'the language did not change')
		demand(walk.page.url().endsWith('/institutions?q=MOJ'), 'the page was left')
		await walk.page.click(`button[name=lang][value=${walk.lang}]`)
		await stop(walk, 'language')
	},
	'small-screen': async walk => {
		await walk.page.setViewportSize({ width: 360, height: 740 })
		for (const path of ['/', '/institutions', walk.record, `${walk.record}/edit`]) {
			await walk.page.goto(path)
			await stop(walk, `small${path.replaceAll('/', '-').replaceAll(/\d/g, '')}`)
		}
		await walk.page.setViewportSize({ width: 1280, height: 900 })
	},
	'dark': async walk => {
		await walk.page.emulateMedia({ colorScheme: 'dark' })
		for (const path of ['/', '/institutions', walk.record]) {
			await walk.page.goto(path)
			await stop(walk, `dark${path.replaceAll('/', '-').replaceAll(/\d/g, '')}`)
		}
		await walk.page.emulateMedia({ colorScheme: 'light' })
	},
	'sign-out': async walk => {
		await walk.page.goto('/')
		await walk.page.click('details.me summary')
		await walk.page.click('details.me form[action="/sign-out"] button')
		await walk.page.goto('/institutions')
		demand(walk.page.url().includes('/sign-in'), 'the page is still open')
		await stop(walk, 'signed-out')
	},
}

// ---- by keyboard alone: nothing below may use the mouse

// Presses Tab until the element is reached; a visible focus is part of it.
async function tab(page, selector) {
	for (let i = 0; i < 200; i++) {
		await page.keyboard.press('Tab')
		if (await page.evaluate(wanted => document.activeElement.matches(wanted), selector)) {
			const seen = await page.evaluate(() => {
				const style = getComputedStyle(document.activeElement)
				return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
			})
			demand(seen, `the focus on ${selector} is not seen`)
			return
		}
	}
	throw new Error(`Tab does not reach ${selector} on ${page.url()}`)
}

async function press(page, selector, key = 'Enter') {
	await tab(page, selector)
	await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press(key)])
	await page.waitForLoadState()
}

const keyboard = {
	'keyboard-sign-in': async walk => {
		await walk.page.goto('/sign-in')
		await tab(walk.page, 'input[name=login]')
		await walk.page.keyboard.type('sec')
		await tab(walk.page, 'input[name=password]')
		await walk.page.keyboard.type('sample-password')
		await press(walk.page, 'main form button')
		demand(!walk.page.url().includes('/sign-in'), 'nobody was let in')
	},
	'keyboard-skip-link': async walk => {
		await walk.page.keyboard.press('Tab')
		await walk.page.keyboard.press('Enter')
		demand(await walk.page.evaluate(() => location.hash === '#main'), 'the first link does not lead to the content')
	},
	'keyboard-language': async walk => {
		await press(walk.page, `button[name=lang][value=${walk.lang}]`)
		demand(await walk.page.getAttribute('html', 'lang') === walk.lang, 'the language did not change')
	},
	'keyboard-edit': async walk => {
		await walk.page.goto('/institutions')
		await press(walk.page, 'table.list tbody a')
		walk.record = new URL(walk.page.url()).pathname
		await press(walk.page, `a[href="${walk.record}/edit"]`)
		await tab(walk.page, '[name=active_from]')
		await walk.page.keyboard.press('Control+A')
		await walk.page.keyboard.type('1994')
		await press(walk.page, 'button.btn-main[name=_do][value=save]')
		demand(walk.page.url().endsWith(walk.record), 'it is not saved')
	},
	'keyboard-menus': async walk => {
		await tab(walk.page, 'details.me summary')
		await walk.page.keyboard.press('Enter')
		await tab(walk.page, 'details.me a[href="/me"]')
		await walk.page.keyboard.press('Escape')
	},
	'keyboard-sign-out': async walk => {
		await press(walk.page, 'details.me form[action="/sign-out"] button')
		await walk.page.goto('/institutions')
		demand(walk.page.url().includes('/sign-in'), 'the page is still open')
	},
}

// ---- the walk

const results = new Results('walk')
const house = new House()
const browser = await launch()
try {
	await house.serve()
	for (const lang of languages)
		for (const way of [steps, keyboard]) {
			const walk = { browser, house, lang, page: await open(browser, house, { lang }) }
			for (const [name, step] of Object.entries(way)) {
				if (only.length && !only.includes(name) && !name.endsWith('sign-in') && name !== 'record')
					continue
				const began = performance.now()
				const faults = []
				walk.page.complaints.length = 0
				try {
					await step(walk)
				} catch (error) {
					faults.push(`${lang}: ${error.stack}`)
					await shot(walk.page, `walk/failed-${lang}-${name}`)
				}
				results.add(name, (performance.now() - began) / 1000, [...faults, ...house.died()])
				if (house.died().length)
					throw new Error('there is no server any more')
			}
			await walk.page.context().close()
		}
} catch (error) {
	results.add('server', 0, [error.stack, house.log()])
} finally {
	await browser.close()
	house.close()
}
process.exit(results.write())
