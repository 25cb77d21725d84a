const asked = new URLSearchParams(location.search);
const root = document.documentElement;
if (asked.get('lang') === 'en') {
  root.lang = 'en';
  root.dir = 'ltr';
}
for (const look of ['theme', 'contrast']) {
  const wanted = asked.get(look);
  if (wanted) root.dataset[look] = wanted;
}
