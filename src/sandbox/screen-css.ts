// The look of the stand-in: a plain, grey school information system that leaves the color to the page in the frame.

export const printCss = '#header, #breadcrumbs, #nav-main, #footer, .skip { display: none; }\n';

export const screenCss = `
:root { --ink: #23282d; --soft: #595f66; --line: #d5d8db; --wash: #f2f3f4; --dark: #363d44; --link: #23527c; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 1rem/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
a { color: var(--link); }
:focus-visible { outline: 3px solid #23527c; outline-offset: 2px; }
h1 { margin: 0; font-size: 1.375rem; line-height: 1.25; }
button { min-height: 2.5rem; padding: .25rem .9rem; color: var(--ink); background: #fff; border: 1px solid #73797f; border-radius: 4px; font: inherit; cursor: pointer; }
button:hover { background: var(--wash); }
button.primary { color: #fff; background: var(--dark); border-color: var(--dark); }
input { min-height: 2.5rem; padding: .25rem .6rem; border: 1px solid #73797f; border-radius: 4px; font: inherit; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: .5rem; top: .5rem; z-index: 1; padding: .5rem .75rem; background: #fff; }

#container { display: flex; flex-direction: column; min-height: 100vh; }
#header { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: .5rem 1.25rem; color: #fff; background: var(--dark); }
#header .brand { color: #fff; font-weight: 600; text-decoration: none; line-height: 1.2; }
#header .brand span { display: block; font-size: .8125rem; font-weight: 400; color: #d6dade; }
#header form { display: flex; align-items: center; gap: .75rem; margin: 0; font-size: .9375rem; }
#header button { flex: none; min-height: 2.25rem; color: #fff; background: transparent; border-color: #9aa1a8; font-size: .9375rem; }
#header button:hover { background: #4a525a; }
#header :focus-visible { outline-color: #fff; }
#breadcrumbs { padding: .4rem 1.25rem; color: var(--soft); background: var(--wash); border-bottom: 1px solid var(--line); font-size: .875rem; }
#columns { display: grid; grid-template-columns: 13.25rem minmax(0, 1fr); flex: 1; }
#nav-main { padding: 1rem .75rem 2rem; background: #fafbfb; border-right: 1px solid var(--line); font-size: .9375rem; }
#nav-main h2 { margin: 1rem .5rem .25rem; color: var(--soft); font-size: .8125rem; font-weight: 600; }
#nav-main h2:first-child { margin-top: 0; }
#nav-main ul { margin: 0; padding: 0; list-style: none; }
#nav-main a { display: block; padding: .3rem .5rem; color: var(--ink); text-decoration: none; border-radius: 4px; }
#nav-main a:hover { background: #e9ebed; text-decoration: underline; }
#nav-main a[aria-current] { background: #e2e5e8; font-weight: 600; }
#content-main { padding: 1rem 1.5rem 2rem; }
#content-main:focus { outline: 0; }
#content-main > h1 { margin-bottom: .75rem; }
#content-main > h1:has(+ .title-student) { margin-bottom: 0; }
.title-student { margin: .1rem 0 1rem; color: var(--soft); }
.title-student b { margin-right: .4rem; color: var(--ink); font-weight: 600; }
#footer { padding: .6rem 1.25rem; color: var(--soft); border-top: 1px solid var(--line); font-size: .8125rem; }

.box-round { margin: 0 0 1.25rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 6px; }
.feedback-alert { margin: 0 0 1rem; padding: .75rem 1rem; background: #fdf6e3; border-left: 4px solid #b98900; }
.feedback-alert[hidden] { display: none; }
.search { max-width: 40rem; }
.search label { font-weight: 600; }
.search div { display: flex; gap: .5rem; margin-top: .25rem; }
.search input { flex: 1; min-width: 0; }
.hint { margin: .4rem 0 0; color: var(--soft); font-size: .875rem; }
.results { width: 100%; max-width: 56rem; border-collapse: collapse; }
.results th { color: var(--soft); font-size: .875rem; font-weight: 600; text-align: left; }
.results th, .results td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); }
.results th:last-child, .results td:last-child { padding-right: 0; text-align: right; font-variant-numeric: tabular-nums; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1rem; max-width: 56rem; }
.facts dt { color: var(--soft); font-size: .875rem; }
.facts dd { margin: 0; }

.plugin, .plugin + form { max-width: 56rem; }
.box-round h2 { margin: 1rem 0 .25rem; font-size: 1.125rem; }
.box-round h2:first-child { margin-top: 0; }
.plugin code { overflow-wrap: anywhere; }
.requests td { overflow-wrap: anywhere; }
.requests td:last-child { overflow-wrap: normal; }
.box-round .requests { width: 100%; }
.requests th:last-child, .requests td:last-child { text-align: left; }
.actions { display: flex; align-items: center; gap: .75rem; margin-top: 1rem; }
.actions form { margin: 0; }

.sign-in main { max-width: 71rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
.sign-in h1 { font-size: 1.5rem; }
.sign-in p { margin: .25rem 0 1.25rem; color: var(--soft); }
.people { display: grid; grid-template-columns: repeat(auto-fill, minmax(20.5rem, 1fr)); gap: 1rem 1.25rem; margin: 0; padding: 0; list-style: none; }
.people form { margin: 0; }
.people button { width: 100%; min-height: 3rem; text-align: left; }
.people span { display: block; padding: .2rem .15rem 0; color: var(--soft); font-size: .875rem; }

@media (max-width: 48rem) {
  #header { padding: .4rem .75rem; }
  #header .brand span, #breadcrumbs { display: none; }
  #header .brand { font-size: .9375rem; }
  #header form { flex: none; gap: .5rem; font-size: .8125rem; }
  #header button { min-height: 2rem; padding: .1rem .6rem; font-size: .8125rem; }
  #footer { padding: .6rem .75rem; }
  #columns { display: block; }
  #nav-main { display: flex; gap: .25rem; overflow-x: auto; padding: .35rem .5rem; border: 0; border-bottom: 1px solid var(--line); }
  #nav-main h2 { display: none; }
  #nav-main ul { display: flex; gap: .25rem; }
  #nav-main a { padding: .55rem .6rem; white-space: nowrap; }
  #content-main { padding: .75rem 0 1.5rem; }
  #content-main > :not(iframe) { margin-left: .75rem; margin-right: .75rem; }
  .results { width: calc(100% - 1.5rem); }
  .results th:nth-child(2), .results td:nth-child(2) { white-space: nowrap; }
}
`;
