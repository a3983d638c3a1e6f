// Starts the NHS.UK components and a few small helps.
// Every page works without any of this.
import {
  createAll,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  Header,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  Table,
  Tabs
} from 'nhsuk-frontend'

for (const component of [
  Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload, Header,
  NotificationBanner, PasswordInput, Radios, SkipLink, Table, Tabs
]) {
  createAll(component)
}

// A second press while the first is on its way would send the same form twice.
// The server refuses that too; this saves the person the sentence.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    if (form.dataset.sent === 'yes') {
      event.preventDefault()
      return
    }
    form.dataset.sent = 'yes'
    window.setTimeout(() => { delete form.dataset.sent }, 5000)
  })
}
// Coming back with the browser's button shows the page as it was left: let it send.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent
  }
})

// "Print this page" appears only where a script can do it.
for (const button of document.querySelectorAll('[data-print-page]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// Copy a reference or a fingerprint without selecting it by hand.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    const said = button.querySelector('[data-copy-said]')
    if (said) said.textContent = 'Copied'
  })
}

// Leaving a half-typed long text asks first.
for (const form of document.querySelectorAll('form[data-keep-text]')) {
  let changed = false
  form.addEventListener('input', () => { changed = true })
  form.addEventListener('submit', () => { changed = false })
  window.addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault()
  })
}

// A passkey that was refused or not found: say so where the person looks.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  const column = document.querySelector('main [class*="nhsuk-grid-column-two-thirds"]')
  if (!column) return
  column.querySelector('[data-passkey-problem]')?.remove()
  const box = document.createElement('div')
  box.className = 'nhsuk-error-summary'
  box.tabIndex = -1
  box.dataset.passkeyProblem = ''
  box.innerHTML = '<div role="alert"><h2 class="nhsuk-error-summary__heading">' +
    'The passkey was not used</h2><div class="nhsuk-error-summary__body"><p>' +
    'Your browser stopped it, it timed out, or this device holds no passkey for ' +
    'this service. Try again, or use another way.</p></div></div>'
  column.prepend(box)
  box.focus()
})
