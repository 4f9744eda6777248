// What the pages of the test share: short intervals, a log, buttons that say which tab they are in.

const find = (id) => document.querySelector(`[data-testid="${id}"]`)

export const intervals = { normalInterval: 300, activeInterval: 300, burstInterval: 150, tokenRefreshWindow: 1000 }

export const log = (text) => find("log").append(Object.assign(document.createElement("li"), { textContent: text }))

export function show(client, name) {
  const tell = ({ role, status }) => {
    find("role").textContent = role
    find("status").textContent = status
  }
  client.onStateChange(tell)
  tell(client.state)
  if (find("client")) find("client").textContent = name
  const post = (url) =>
    fetch(url, {
      method: "POST",
      headers: {
        "X-Socket-ID": client.id,
        "X-CSRF-TOKEN": document.querySelector('meta[name="csrf-token"]').content
      }
    })
  for (const button of document.querySelectorAll("[data-ship]")) {
    button.onclick = async () => {
      await post(`/orders/${button.dataset.ship}/ship`)
      shipped(button.dataset.ship)
    }
  }
  if (find("notify")) find("notify").onclick = () => post("/notify")
}

export function shipped(id) {
  find(`order-${id}`).textContent = "shipped"
}
