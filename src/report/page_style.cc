// Colours are Okabe & Ito's, which colour-blind readers tell apart, darkened a little on light
// ground so that marks keep 3:1 against it; words are never coloured, and shape and label always
// repeat what colour says. Text keeps at least 4.5:1 (WCAG AA) in light and dark. Print takes the
// light colours on white. A chart is drawn twice, for a page and for a telephone, and the style
// sheet shows one: scaling one drawing down would leave its words unreadable.
#include "report/page_style.h"

namespace hearim {

std::string_view page_style() {
  return R"css(
:root{color-scheme:light dark;
--paper:#fdfcf9;--ink:#1a1a18;--soft:#5b5954;--rule:#d8d4cb;--grid:#e9e6de;--tint:#f4f1ea;--under:#f3efe6;
--c1:#0072b2;--c2:#c24e00;--c3:#00815f;--c4:#8a5a83;--quiet:#8c867a;--halo:#fdfcf9;
--sans:"Helvetica Neue",Helvetica,Arial,"Noto Sans","Noto Sans CJK KR","Malgun Gothic","Apple SD Gothic Neo","Noto Sans Arabic",sans-serif;
--serif:Georgia,"Noto Serif","Times New Roman",serif}
@media screen and (prefers-color-scheme:dark){:root{
--paper:#151617;--ink:#eeece8;--soft:#aeaba4;--rule:#3b3c3e;--grid:#292a2c;--tint:#1e1f21;--under:#232426;
--c1:#56b4e9;--c2:#f08a4b;--c3:#3cc79c;--c4:#d79fca;--quiet:#75736f;--halo:#151617}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 var(--sans);overflow-wrap:break-word}
main,header,footer{max-width:752px;margin:0 auto;padding:0 16px}
header{padding-top:28px}
.kicker{font-size:13px;letter-spacing:.04em;color:var(--soft);border-top:3px solid var(--ink);padding-top:10px;margin:0 0 26px;max-width:none}
.kicker b{color:var(--ink)}
h1{font:700 clamp(28px,5.2vw,42px)/1.14 var(--serif);letter-spacing:-.01em;margin:0 0 20px;text-wrap:balance}
.deck{font-size:18px;line-height:1.5;margin:0 0 12px;max-width:40em}
.deck+.deck{font-size:17px;color:var(--soft)}
.facts{display:flex;flex-wrap:wrap;gap:6px 40px;margin:28px 0 0;padding:16px 0;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule)}
.facts div{min-width:0}
.facts dt{font-size:13px;color:var(--soft);margin:0}
.facts dd{font:700 23px/1.25 var(--sans);font-variant-numeric:tabular-nums;margin:0}
a{color:inherit}nav{font-size:15px;margin:20px 0 0}
nav ul{columns:2;padding-left:1.2em;margin:6px 0}
section{margin-top:52px}
section section{margin-top:38px}
h2{font:700 25px/1.22 var(--serif);margin:0 0 8px;text-wrap:balance}
h3{font:700 20px/1.3 var(--serif);margin:0 0 6px}
h4{font:700 16px/1.4 var(--sans);margin:26px 0 6px}
.stratum>h2{border-top:3px solid var(--ink);padding-top:12px}
p{margin:0 0 12px;max-width:42em}
.lead{color:var(--soft);font-size:16px}
figure{margin:18px 0 0}
figcaption{font-size:13.5px;line-height:1.5;color:var(--soft);margin-top:8px;max-width:50em}
.chart{display:block;width:100%;height:auto;font-family:var(--sans);font-variant-numeric:tabular-nums}
.narrow{display:none}
@media screen and (max-width:639px){.wide{display:none}.narrow{display:block}
body{font-size:16px}.deck{font-size:17px}.facts{gap:10px 26px}.facts dd{font-size:20px}section{margin-top:40px}nav ul{columns:1}}
.ink{fill:var(--ink)}.soft{fill:var(--soft)}
.chart text{paint-order:stroke;stroke:var(--halo);stroke-width:3px;stroke-linejoin:round}
.tag{fill:none;stroke:var(--soft);stroke-width:1}.tag.marked{stroke:var(--ink);stroke-width:1.6}
.tag+text{stroke:none}
.grid{stroke:var(--grid);stroke-width:1}.guide{stroke:var(--grid);stroke-width:1;stroke-dasharray:1 3}
.rule{stroke:var(--rule);stroke-width:1}.axis{stroke:var(--soft);stroke-width:1}
.landmark{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3}
.reference{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:4 3}
.below-floor{fill:var(--under)}.stripe{fill:var(--tint)}
.m-loglinear{--c:var(--c1)}.m-decomposable{--c:var(--c2)}.m-latent{--c:var(--c3)}.m-bound{--c:var(--c4)}
.mark{fill:var(--c);stroke:var(--c);stroke-width:2}.mark.hollow{fill:var(--paper)}
.cross{stroke:var(--ink);stroke-width:2.2;stroke-linecap:round;fill:none}
.range,.range-end{stroke:var(--c);stroke-width:2.4;fill:none}.range.dashed{stroke-dasharray:5 4}.small .range,.small .range-end{stroke-width:1.5}.small .dashed{stroke-dasharray:3 2.5}
.area{fill:var(--c);opacity:.2}.area.inside{opacity:.4}.curve{fill:none;stroke:var(--c);stroke-width:1.6}
.median{stroke:var(--c);stroke-width:1.6}
.bar.single{fill:var(--quiet)}.bar.several{fill:var(--c1)}
.dot.off{fill:var(--rule)}.dot.single{fill:var(--quiet)}.dot.several{fill:var(--c1)}.link{stroke:var(--c1);stroke-width:2.4}
.band{fill:var(--quiet);opacity:.28}.dial{fill:none;stroke:var(--ink);stroke-width:2}.leader{stroke:var(--soft);stroke-width:1}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14.5px;line-height:1.4;margin-top:16px;font-variant-numeric:tabular-nums}
caption{text-align:left;font-size:13.5px;color:var(--soft);padding-bottom:6px}
th,td{text-align:left;vertical-align:top;padding:7px 14px 7px 0;border-bottom:1px solid var(--rule)}
th{font-weight:700}thead th{font-size:13px;color:var(--soft);font-weight:400;border-bottom:1px solid var(--soft);vertical-align:bottom}
.n{text-align:right;white-space:nowrap}thead .n{white-space:normal}th.n:last-child,td.n:last-child{padding-right:0}
td small,th small{display:block;font-size:13px;font-weight:400;color:var(--soft)}
tr.because td{border-bottom:1px solid var(--rule);color:var(--soft);padding-top:0;font-size:14px}
tr.has-reason th,tr.has-reason td{border-bottom:0}
dl.plain{display:grid;grid-template-columns:11.5em minmax(0,1fr);gap:5px 18px;font-size:14.5px;line-height:1.45;margin:10px 0 0;font-variant-numeric:tabular-nums}
dl.plain dt{color:var(--soft)}dl.plain dd{margin:0;overflow-wrap:anywhere}
@media screen and (max-width:639px){dl.plain{grid-template-columns:minmax(0,1fr);gap:0}dl.plain dd{margin-bottom:8px}th,td{padding-right:9px}table{font-size:13.5px}thead th{font-size:12.5px}td small,th small{font-size:12.5px}td.n small{white-space:normal}}
code{font:13.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
details{margin-top:14px}summary{cursor:pointer;font-size:15px}
.sources{font-size:14.5px;padding-left:1.2em}.sources li{margin-bottom:6px}
.figure{text-decoration:underline dotted;text-underline-offset:3px;text-decoration-thickness:1px;font-variant-numeric:tabular-nums}
.figure.sentence,.facts .figure{text-decoration:none}.figure:hover,.figure:focus{text-decoration:underline}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--c1);outline-offset:2px}
.stale{text-decoration:line-through}.warning{border-left:4px solid var(--c2);padding-left:12px}
.scroll+p,.why{margin-top:10px}.why{font-size:15px}details+h3,.scroll+h3{margin-top:30px}@media screen and (max-width:639px){.claim td{overflow-wrap:anywhere;min-width:4.4em}}td .figure{white-space:nowrap}td:first-child .figure,tr.because .figure{white-space:normal}q.said{quotes:none}.own{background:var(--tint);padding:12px 14px;max-width:none}
.object{border-top:1px solid var(--rule);padding:9px 0;overflow-wrap:anywhere}.object p{margin:0 0 3px;max-width:none}.object:target,.claim:target{background:var(--tint);outline:2px solid var(--c1);outline-offset:4px}
.down{font-size:14.5px;line-height:1.45}.down .id{color:var(--soft)}.down b,.down .id b{color:var(--ink)}h3 small{font:400 13px/1.3 var(--sans);color:var(--soft)}
blockquote{margin:8px 0 4px;padding:2px 0 2px 14px;border-left:3px solid var(--rule);max-width:46em;font:16px/1.55 var(--serif)}blockquote[dir=rtl]{border-left:0}
mark{background:none;color:inherit;font-weight:700;text-decoration:underline;text-decoration-color:var(--c1);text-decoration-thickness:2px}
pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;margin:6px 0 12px}
footer{margin-top:56px;padding-top:14px;padding-bottom:48px;font-size:13.5px;color:var(--soft)}
footer p{border-top:1px solid var(--rule);padding-top:14px}
@page{size:A4;margin:15mm 17mm 17mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt Helvetica,Arial,"Noto Sans",sans-serif;color:#5b5954}}
@media print{:root{color-scheme:light;--paper:#fff;--halo:#fff}
body{font-size:10.5pt;line-height:1.45;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main,header,footer{max-width:none;padding-left:0;padding-right:0}
header{padding-top:0}.kicker{margin-bottom:12pt;font-size:9pt}h1{font-size:23pt;margin-bottom:9pt}p,.deck,.lead,figcaption{max-width:none}.deck{font-size:11pt;line-height:1.4;margin-bottom:5pt}.deck+.deck{font-size:10pt}
.facts{margin-top:9pt;padding:6pt 0}.facts dt{font-size:8.5pt}.facts dd{font-size:13pt}h2{font-size:16pt}h3{font-size:13pt}h4{font-size:11pt}
.lead{font-size:10pt}figcaption,caption,table,dl.plain,.sources{font-size:9pt}td small,th small,thead th,tr.because td{font-size:8.5pt}th,td{padding-top:4pt;padding-bottom:4pt}
figure{margin-top:9pt}section{margin-top:20pt}section section{margin-top:16pt}
h2,h3,h4,h2+p,h3+p,.lead,caption,thead,tr.has-reason{break-after:avoid}figure,table,.lead,dl.plain,.facts,.keep{break-inside:avoid}.scroll{overflow:visible}code{font-size:8pt}
.stratum{break-before:page}p,li{orphans:3;widows:3}nav,details{display:none}details.printed{display:block}.figure{text-decoration:none}.down{font-size:8.5pt}blockquote{font-size:9pt}.object{break-inside:avoid}}
)css";
}

}  // namespace hearim
