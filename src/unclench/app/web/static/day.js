// A food is found while typing: arrow keys go through the list, Enter takes one, Escape closes it.
for (const input of document.querySelectorAll("[data-combo]")) {
  const list = document.createElement("ul");
  list.id = `${input.id}-found`;
  list.className = "found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Foods found");
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "hidden";
  said.setAttribute("role", "status");
  input.after(list, said);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let at = -1;
  let newest = 0;
  let timer;
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (one) => {
    const to = new URL(location.href);
    to.search = new URLSearchParams({ day: input.form.elements.day.value, q: input.value, food: one.dataset.food });
    to.hash = "count";
    location.assign(to);
  };
  const go = (step) => {
    const options = [...list.children];
    if (!options.length) return;
    at = (at + step + options.length) % options.length;
    options.forEach((one, i) => one.setAttribute("aria-selected", String(i === at)));
    options[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[at].id);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++newest;
      if (!input.value.trim()) { close(); return; }
      const reply = await fetch(`${input.dataset.combo}?q=${encodeURIComponent(input.value)}`);
      if (!reply.ok || mine !== newest) return;
      const { foods } = await reply.json();
      close();
      list.replaceChildren(...foods.map((food, i) => {
        const one = document.createElement("li");
        one.id = `${list.id}-${i}`;
        one.setAttribute("role", "option");
        one.setAttribute("aria-selected", "false");
        one.dataset.food = food.id;
        one.textContent = food.name;
        one.addEventListener("pointerdown", (event) => { event.preventDefault(); take(one); });
        return one;
      }));
      list.hidden = !foods.length;
      input.setAttribute("aria-expanded", String(foods.length > 0));
      said.textContent = foods.length ? `${foods.length} foods found` : "No food found";
    }, 100);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(list.children[at]);
    } else if (event.key === "Escape") {
      close();
    }
  });
  input.addEventListener("blur", close);
}
