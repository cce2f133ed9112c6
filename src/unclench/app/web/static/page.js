// Small helps over native elements; every page works without them.
for (const link of document.querySelectorAll("a[data-why]")) {
  link.setAttribute("aria-expanded", "false");
  link.setAttribute("role", "button");
  const toggle = async (event) => {
    event.preventDefault();
    const open = link.nextElementSibling;
    if (open && open.classList.contains("why-here")) {
      open.remove();
      link.setAttribute("aria-expanded", "false");
      return;
    }
    const reply = await fetch(link.href + "?part=1");
    if (!reply.ok) { location.href = link.href; return; }
    const place = document.createElement("div");
    place.className = "why-here";
    place.innerHTML = await reply.text();
    link.after(place);
    link.setAttribute("aria-expanded", "true");
  };
  link.addEventListener("click", toggle);
  link.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
}

const none = document.querySelector('input[name="sign"][value="none"]');
if (none) {
  const others = [...document.querySelectorAll('input[name="sign"]')].filter((box) => box !== none);
  none.addEventListener("change", () => { if (none.checked) others.forEach((box) => { box.checked = false; }); });
  others.forEach((box) => box.addEventListener("change", () => { if (box.checked) none.checked = false; }));
}

for (const adder of document.querySelectorAll(".adder")) {
  adder.hidden = false;
  const input = adder.querySelector("input");
  const area = document.getElementById(input.dataset.adds);
  const list = adder.querySelector("datalist");
  const measure = adder.querySelector("select");
  let found = [];
  let timer;
  const choose = () => {
    if (!measure) return;
    const food = found.find((one) => one.name === input.value);
    measure.replaceChildren(new Option("100 g", "100 g"));
    for (const m of food ? food.measures : []) {
      measure.append(new Option(`${m.label} (${Math.round(m.grams)} g)`, `${Math.round(m.grams)} g`));
    }
    measure.hidden = !food;
  };
  if (input.dataset.find) {
    input.addEventListener("input", () => {
      choose();
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const reply = await fetch(`${input.dataset.find}?q=${encodeURIComponent(input.value)}`);
        if (!reply.ok) return;
        const { foods, names } = await reply.json();
        found = foods || names.map((name) => ({ name, measures: [] }));
        list.replaceChildren(...found.map((one) => new Option(one.name, one.name)));
        choose();
      }, 120);
    });
  }
  const add = () => {
    const name = input.value.trim();
    if (!name) return;
    const amount = measure && !measure.hidden ? `${measure.value} ` : "";
    area.value += `${area.value && !area.value.endsWith("\n") ? "\n" : ""}${amount}${name}\n`;
    input.value = "";
    if (measure) measure.hidden = true;
    input.focus();
  };
  adder.querySelector("button").addEventListener("click", add);
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); add(); } });
}

for (const input of document.querySelectorAll("[data-suggest]")) {
  const list = document.getElementById(input.getAttribute("list"));
  const chosen = document.getElementById(input.dataset.chooses);
  let timer;
  input.addEventListener("input", () => {
    if (chosen) chosen.checked = true;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const reply = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`);
      if (!reply.ok) return;
      const { foods, names } = await reply.json();
      list.replaceChildren(...(names || foods.map((one) => one.name)).map((name) => new Option(name, name)));
    }, 120);
  });
}

for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", () => {
    const said = document.createElement("p");
    said.className = "waiting";
    said.setAttribute("role", "status");
    said.textContent = form.dataset.wait;
    form.append(said);
  });
}
addEventListener("pageshow", () => document.querySelectorAll(".waiting").forEach((said) => said.remove()));

const problem = document.getElementById("problem");
if (problem) problem.focus();
