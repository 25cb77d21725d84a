const asked = new URLSearchParams(location.search);
const root = document.documentElement;
if (asked.get('lang') === 'en') {
  root.lang = 'en';
  root.dir = 'ltr';
}
const theme = asked.get('theme');
if (theme) root.dataset['theme'] = theme;
