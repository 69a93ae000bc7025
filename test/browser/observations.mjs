// The part of the walk that leads from concluding observations to work: what was asked by several is
// one cluster, and a body that is not the right one returns what was assigned to it (scenario SC-02
// from its fifth step).
import { demand, open, save, signIn, stop } from './lib.mjs'
import { post, take } from './plans.mjs'

const words = (lang, i) => `Of the walk, in ${lang}: collect data by age and sex, ${i}`

export const observations = {
	'recommendations-clustered': async walk => {
		const { page, lang } = walk
		await page.goto('/recommendations')
		walk.sources = []
		for (const [i, document] of ['CRC/C/TKM/CO/5-6', 'E/C.12/TKM/CO/2', null].entries()) {
			const found = document && await page.request.get(`/api/v1/documents?q=${encodeURIComponent(document)}`)
			walk.sources.push(await post(page, '/recommendations', { text: { [lang]: words(lang, i) },
				kind: 'recommendation', locator: `walk ${i}`,
				...(found && { document: (await found.json()).documents[0].id }) }))
		}
		await page.goto('/recommendations?state=entered')
		for (const id of walk.sources)
			await page.check(`table.list input[name=id][value="${id}"]`)
		await page.click('.bulk button[formaction="/clusters/prepare"]')
		await page.waitForURL(/\/clusters\/new\?/)
		await page.fill(`[name="title.${lang}"]`, `Of the walk, in ${lang}: data on children`)
		await stop(walk, 'cluster-form')
		await save(page)
		await page.waitForURL(/\/clusters\/\d+$/)
		for (const id of walk.sources)
			demand(await page.locator(`main a[href="/recommendations/${id}"]`).count(), 'a source is not in the cluster')
		await stop(walk, 'cluster')
	},
	// Returned with the reason, assigned to another body, and its history keeps both.
	'assignment-returned': async walk => {
		const { page, lang } = walk
		const street = `/recommendations/${walk.sources[0]}`
		const code = async name => {
			await page.goto(`/institutions?q=${name}`)
			return (await page.getAttribute('table.list tbody a', 'href')).split('/').at(-1)
		}
		const [wrong, right] = [await code('MOE'), await code('MOI')]
		await take(page, street, 'triage')
		await page.goto(`${street}/steps/assign`)
		await page.selectOption('[name=lead]', wrong)
		await save(page)
		await page.waitForURL(new RegExp(`${street}$`))
		const ministry = { page: await open(walk.browser, walk.house), lang }
		await signIn(ministry.page, 'ma', lang)
		await ministry.page.goto('/inbox')
		demand(await ministry.page.locator(`main a[href^="${street}"]`).count(), 'it does not wait for the ministry')
		await take(ministry.page, street, 'return', { _reason: `Of the walk: this is for another ministry (${lang})` })
		await ministry.page.context().close()
		await page.goto('/inbox')
		demand(await page.locator(`main a[href^="${street}"]`).count(), 'it did not come back')
		await stop(walk, 'came-back')
		await page.goto(`${street}/steps/assign`)
		await page.selectOption('[name=lead]', right)
		await save(page)
		await page.waitForURL(new RegExp(`${street}$`))
		await page.goto(`${street}/history`)
		demand((await page.textContent('ol.log')).includes(`this is for another ministry (${lang})`), 'the reason is lost')
		await stop(walk, 'returned-history')
	},
}
