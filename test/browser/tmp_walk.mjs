import { House, signIn, launch, axe } from './lib.mjs'
import { mkdirSync } from 'node:fs'
const shots='/tmp/shots5'; mkdirSync(shots,{recursive:true})
const house=new House(); await house.serve()
const browser=await launch()
const pages={rules:'/deadline_rules'}
for (const lang of (process.env.LANGS??'en,ru,tk').split(',')){
 const page=await (await browser.newContext({viewport:{width:1280,height:900},baseURL:house.address})).newPage()
 page.setDefaultTimeout(60000)
 await signIn(page,process.env.WHO??'sec',lang)
 for (const [n,p] of Object.entries(pages)) { const r=await page.goto(p); const a=lang==='en'?await axe(page):[]; console.log(lang,n,r.status(),a.join(' ; ').slice(0,300)); await page.screenshot({path:`${shots}/${lang}-${n}.png`,fullPage:true}) }
}
await browser.close(); house.close(); process.exit(0)
