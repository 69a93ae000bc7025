// The part of the walk that leads through the life of plans: approved, reviewed, revised, over, and
// what they leave unfinished goes on in the plan that follows (scenarios SC-12 and SC-13).
import { demand, open, save, signIn, stop } from './lib.mjs'

// What nobody would click by the dozen for a walk; still in the person's own rights.
export async function post(page, path, data = {}) {
	const csrf = await page.locator('input[name=csrf]').first().getAttribute('value')
	const answer = await page.request.post(`/api/v1${path}`, { data, headers: { 'X-CSRF': csrf } })
	demand(answer.ok(), `${path}: ${await answer.text()}`)
	return (await answer.json()).id
}

// Takes a step of the record's life with what it asks for.
export async function take(page, record, step, typed = {}) {
	await page.goto(record)
	const way = page.locator(`a[href$="/steps/${step}"]`)
	if (!await way.isVisible())
		await page.locator('details', { has: way }).locator('summary').click()
	await way.click()
	for (const [name, value] of Object.entries(typed))
		await page.fill(`[name=${name}]`, value)
	await save(page)
	await page.waitForURL(new RegExp(`${record}$`))
}

// A plan that is being drafted, with measures that answer recommendations; its address.
async function draftPlan({ page, lang, asked, lead }, { code, from, to, predecessor, measures }) {
	await page.goto('/plans/new')
	await page.fill('[name=code]', `${code}-${lang}`)
	await page.fill(`[name="title.${lang}"]`, `Of the walk: ${code} (${lang})`)
	await page.selectOption('[name=kind]', 'national_plan')
	await page.fill('[name=period_from]', from)
	await page.fill('[name=period_to]', to)
	if (predecessor)
		await page.selectOption('[name=predecessor]', predecessor.split('/').at(-1))
	await save(page)
	await page.waitForURL(/\/plans\/\d+$/)
	const path = new URL(page.url()).pathname
	const plan = path.split('/').at(-1)
	await take(page, path, 'draft')
	for (let i = 1; i <= measures; i++)
		await post(page, '/measures', { text: { [lang]: `Of the walk, in ${lang}: what is to be done, ${i}` },
			lead, timing: `${from}-${to}`, places: [{ plan, number: `${i}` }],
			recommendations: [asked[i % asked.length]] })
	await page.goto(path)
	return path
}

export const plans = {
	// SC-12: with the mid-term review five measures change, one is added and none is lost.
	'plan-approved': async walk => {
		const { page, lang } = walk
		const chair = walk.chair = { page: await open(walk.browser, walk.house), lang }
		await signIn(chair.page, 'ch', lang)
		const answer = await page.request.get('/api/v1/recommendations?state=accepted&limit=5')
		walk.asked = (await answer.json()).recommendations.map(one => one.id)
		await page.goto('/institutions?q=MOE')
		walk.lead = (await page.getAttribute('table.list tbody a', 'href')).split('/').at(-1)
		walk.plan = await draftPlan(walk, { code: 'WALK', from: '2024', to: '2027', measures: 7 })
		await take(page, walk.plan, 'record_act', { act: `Of the walk: order no. 1 (${lang})`, act_date: '15.01.2024' })
		demand(!await page.locator('a[href$="/steps/confirm"]').count(), 'who recorded the act may confirm it')
		await take(chair.page, walk.plan, 'confirm')
		await take(page, walk.plan, 'put_in_force')
		await stop(walk, 'plan')
	},
	'plan-reviewed': async walk => {
		const { page, lang } = walk
		await take(page, walk.plan, 'begin_review', { mid_term_review: '24.07.2025' })
		await page.click('form[action$="/revise"] button')
		await page.waitForURL(url => /^\/plans\/\d+$/.test(url.pathname) && url.pathname !== walk.plan)
		walk.version = new URL(page.url()).pathname
		await stop(walk, 'version')
		for (let i = 2; i <= 6; i++) {
			await page.goto(walk.version)
			await page.click(`table.list tbody tr:nth-child(${i}) form[action$="/change"] button`)
			await page.fill(`[name="text.${lang}"]`, `Of the walk, in ${lang}: what the review changed, ${i}`)
			await save(page)
			await page.waitForURL(/\/measures\/\d+$/)
			walk.changed = new URL(page.url()).pathname
		}
		await page.goto(walk.version)
		await page.click('main a[href^="/measures/new?"]')
		await page.fill(`[name="text.${lang}"]`, `Of the walk, in ${lang}: what the review added`)
		await page.selectOption('[name=lead]', walk.lead)
		await page.fill('[name=timing]', '2026')
		await page.fill('[name="places.0.number"]', '8')
		await stop(walk, 'version-measure')
		await save(page)
		await page.waitForURL(/\/measures\/\d+$/)
	},
	'plan-compared': async walk => {
		const { page, chair } = walk
		const compared = async other => {
			await other.page.goto(walk.version)
			await other.page.click('a[href$="/compare"]')
			const figures = await other.page.locator('dl.figs dd').allTextContents()
			demand(figures.join() === '5,1,0,2', `changed, added, lost, as it was: ${figures}`)
			const told = other.page.locator('table.list tbody ins', { hasText: 'what the review changed' })
			demand(await told.count() === 5, 'not each change is told')
		}
		await compared(walk)
		await stop(walk, 'compare')
		await page.setViewportSize({ width: 360, height: 740 })
		await stop(walk, 'compare-small')
		await page.setViewportSize({ width: 1280, height: 900 })
		await take(page, walk.version, 'record_act', { act: `Of the walk: order no. 2 (${walk.lang})`, act_date: '10.07.2025' })
		await chair.page.goto('/inbox')
		demand(await chair.page.locator(`main a[href^="${walk.version}"]`).count(), 'it does not wait for the chair')
		await take(chair.page, walk.version, 'confirm')
		await stop(chair, 'version-approved')
		await compared(chair)
		await page.goto(walk.changed)
		demand(await page.locator('main a[href^="/recommendations/"]').count(), 'its link is lost')
		demand(await page.locator(`table.list a[href="${walk.plan}"]`).count(), 'the version before is not told')
		await page.goto(walk.plan)
		demand(await page.locator(`main a[href="${walk.version}"]`).count(), 'the plan does not lead to its newer version')
	},
	// SC-13: the time of a plan is over, and what it leaves unfinished goes on in the plan that follows.
	'plan-over': async walk => {
		const { page, chair, lang } = walk
		walk.over = await draftPlan(walk, { code: 'WALK-2021', from: '2021', to: '2024', measures: 12 })
		await post(page, `${walk.over}/steps/record_act`, { act: `Of the walk: order no. 3 (${lang})`, act_date: '2021-04-15' })
		await post(chair.page, `${walk.over}/steps/confirm`)
		await post(page, `${walk.over}/steps/put_in_force`)
		walk.next = await draftPlan(walk, { code: 'WALK-2025', from: '2025', to: '2030', predecessor: walk.over, measures: 0 })
		await take(page, walk.over, 'complete')
		await stop(walk, 'plan-over')
	},
	'plan-carried-over': async walk => {
		const { page, chair, lang } = walk
		await page.click('main a[href$="/carry-over"]')
		demand(await page.locator('[name=measure]:checked').count() === 12, 'not all that is unfinished is offered')
		demand(walk.next.endsWith(`/${await page.inputValue('[name=plan]')}`), 'the plan that follows is not proposed')
		await stop(walk, 'carry-over')
		await page.click('main form button.btn-main')
		await page.waitForURL(url => url.pathname === walk.next)
		const measure = await page.getAttribute('table.list tbody a[href^="/measures/"]', 'href')
		await take(page, walk.next, 'record_act', { act: `Of the walk: order no. 4 (${lang})`, act_date: '01.07.2025' })
		await take(chair.page, walk.next, 'confirm')
		await chair.page.context().close()
		await page.goto(measure)
		for (const plan of [walk.over, walk.next])
			demand(await page.locator(`table.list a[href="${plan}"]`).count(), `${plan} is not in its history`)
		demand(await page.locator('main a[href^="/recommendations/"]').count(), 'its link is lost')
		await stop(walk, 'measure-carried-over')
		await page.goto(walk.over)
		demand(!await page.locator('main a[href$="/carry-over"]').count(), 'something is still unfinished')
	},
}
