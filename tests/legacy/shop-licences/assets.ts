/** Style sheet of the old system; relative and absolute addresses in it, as found in such systems. */
export const styleSheet = (origin: string): string => `BODY, TD, TH, INPUT, LABEL { font-family: Tahoma, Arial; font-size: 13px }
H2 { color: #1F3F77; font-size: 18px }
.err { color: #990000; font-weight: bold } .ok { color: #005500; font-weight: bold }
INPUT { border: 1px solid #7F9DB9; padding: 3px }
BODY { background-image: url(${origin}/rokhas/logo.gif?bg); background-repeat: no-repeat; background-position: -500px }
`;

/** Script of the old system: a named pop-up, an XMLHttpRequest, an event stream. */
export const script = `function openPrint(href) { window.open(href, "print", "width=640,height=560,scrollbars=yes"); return false; }
function loadStatus(url) {
  var x = window.XMLHttpRequest ? new XMLHttpRequest() : new ActiveXObject("Microsoft.XMLHTTP");
  x.onreadystatechange = function () { if (x.readyState == 4 && x.status == 200) document.getElementById("online").innerHTML = eval("(" + x.responseText + ")").online; };
  x.open("GET", url, true); x.send(null);
}
function startTicker(url) {
  if (!window.EventSource) return;
  new EventSource(url).onmessage = function (e) { document.getElementById("clock").innerHTML = e.data; };
}
`;

/** A 1 × 1 GIF in the municipality's blue. */
export const logo = Buffer.from('R0lGODlhAQABAIAAAB8/dwAAACwAAAAAAQABAAACAkQBADs=', 'base64');
