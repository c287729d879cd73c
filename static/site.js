// Everything works without this script. htmx makes it quicker where a page asks for it.
htmx.config.defaultTimeout = 20000;
htmx.config.defaultFocusScroll = false;

// A second click on a button that sends must not send twice.
document.addEventListener('submit', (event) => {
	const form = event.target;
	if (form.method !== 'post') return;
	if (form.dataset.sent) event.preventDefault();
	form.dataset.sent = 'yes';
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent));
