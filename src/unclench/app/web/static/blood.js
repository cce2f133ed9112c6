// A result that cannot be is said on the spot, by the rules that read it; units are those of the test.
for (const row of document.querySelectorAll("[data-result]")) {
  const fields = [...row.querySelectorAll("input")];
  const units = row.querySelector("datalist");
  const show = (input, said) => {
    const id = `${input.id}-error`;
    document.getElementById(id)?.remove();
    if (!said) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
      return;
    }
    const place = document.createElement("p");
    place.className = "error";
    place.id = id;
    place.setAttribute("role", "status");
    place.textContent = said;
    input.before(place);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", id);
  };
  let newest = 0;
  row.addEventListener("change", async () => {
    const mine = ++newest;
    const asked = new URLSearchParams(fields.map((one) => [one.name.split("-")[0], one.value]));
    const reply = await fetch(`/find/result?${asked}`);
    if (!reply.ok) return;
    const found = await reply.json();
    if (mine !== newest) return; // an older answer that comes late
    units.replaceChildren(...found.units.map((unit) => new Option(unit, unit)));
    const whole = fields[0].value.trim() && fields[1].value.trim();
    for (const one of fields) show(one, whole ? found.wrong[one.name.split("-")[0]] : "");
  });
}
