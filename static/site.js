// Everything works without this script. htmx makes it quicker where a page asks for it.
htmx.config.defaultTimeout = 20000;
htmx.config.defaultFocusScroll = false;

// A second click on a button that sends must not send twice.
document.addEventListener('submit', (event) => {
	const form = event.target;
	if (form.method !== 'post') return;
	if (form.dataset.sent) event.preventDefault();
	form.dataset.sent = 'yes';
	sayWait(form.parentElement.querySelector(':scope > [data-wait]'));
});
addEventListener('pageshow', () => {
	document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent);
	document.querySelectorAll('[data-wait]').forEach((place) => place.replaceChildren());
});

// What takes a few seconds says so beside its form. The words are a status: the moving bar adds nothing for ears.
function sayWait(place) {
	if (!place) return;
	const bar = document.createElement('progress');
	bar.setAttribute('aria-hidden', 'true');
	place.replaceChildren(bar, place.dataset.wait);
}
