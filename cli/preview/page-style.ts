/** The look of the preview page. */
export const pageStyle = `
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 250px minmax(0, 1fr); min-height: 100vh; background: #f3f2ee; color: #1c2329; font: 15px/1.5 -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
nav { background: #fff; border-right: 1px solid #dedcd5; padding: 20px 0; position: sticky; top: 0; height: 100vh; overflow: auto; }
nav h1 { margin: 0 20px 12px; font-size: 15px; color: #0f5f59; }
nav h2 { margin: 16px 20px 4px; font-size: 12px; font-weight: 600; color: #626b74; }
nav a { display: flex; justify-content: space-between; gap: 8px; padding: 4px 20px; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
nav a:hover, nav a:focus-visible { background: #f3f2ee; }
nav a[aria-current] { background: #e3efec; box-shadow: inset 3px 0 #0f5f59; }
main { padding: 24px 28px 40px; min-width: 0; }
h2.title { margin: 0 0 12px; font-size: 20px; }
.wordings { display: flex; flex-wrap: wrap; gap: 6px; margin: 10px 0 16px; padding: 0; list-style: none; }
.wordings a { padding: 2px 10px; border: 1px solid #cfccc3; border-radius: 12px; background: #fff; color: inherit; text-decoration: none; font-size: 13px; }
.wordings a[aria-current] { background: #0f5f59; border-color: #0f5f59; color: #fff; }
.inbox { display: grid; grid-template-columns: 190px minmax(0, 1fr) auto; gap: 16px; margin: 16px 0 6px; padding: 12px 16px; background: #fff; border: 1px solid #dedcd5; border-radius: 8px; white-space: nowrap; }
.inbox > * { overflow: hidden; text-overflow: ellipsis; }
.inbox b { font-weight: 600; }
.inbox .preheader { color: #626b74; }
.figures { margin: 0 0 16px; font-size: 13px; color: #626b74; }
.figures .over { color: #a4262c; font-weight: 600; }
.found { margin: 0 0 16px; padding: 0; list-style: none; }
.found li { padding: 8px 14px; background: #fff; border: 1px solid #dedcd5; border-left: 4px solid #b7791f; border-radius: 4px; margin-bottom: 6px; }
.found li.error { border-left-color: #a4262c; }
.found .place, .found .help { display: block; font-size: 13px; color: #626b74; }
.problem { padding: 24px; background: #fff; border: 1px solid #dedcd5; border-radius: 8px; }
.views { display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }
figure { margin: 0; }
figcaption { margin-bottom: 6px; font-size: 13px; font-weight: 600; color: #4a545e; }
figcaption span { font-weight: 400; color: #626b74; }
iframe { display: block; border: 1px solid #cfccc3; border-radius: 8px; background: #fff; height: 760px; }
iframe.desktop, iframe.dark, iframe.images-off { width: 642px; }
iframe.phone { width: 362px; border-radius: 18px; }
pre { margin: 0; width: 642px; max-width: 100%; height: 762px; overflow: auto; padding: 16px; background: #fff; border: 1px solid #cfccc3; border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.badge { color: #a4262c; font-size: 12px; font-weight: 600; }
.badge.warning { color: #8a5a12; }
footer { margin-top: 24px; font-size: 13px; color: #626b74; }
@media (max-width: 900px) { body { display: block; } nav { position: static; height: auto; } }
`;
