"""The pages beside the answer in Debian's Chromium: narrow, dark, by keyboard; axe is content."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.web.driving import DIARY, Inside, opened, sound, told

NARROW = {"width": 320, "height": 700}
NOTED = "2026-10-05\n3 slices of toast\n150 g golden crunchies\n1 protein thing\n"


def fed(page: Page) -> str:
    """The address of a person who told some food."""
    home = told(page)
    page.goto(f"{home}/tell/food")
    page.locator("#food").fill(NOTED)
    page.get_by_role("button", name="Save").click()
    page.locator("svg.bar").first.wait_for()
    return home


def test_doubtful_foods(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=NARROW, color_scheme="dark")
    page = context.new_page()
    home = fed(page)
    page.goto(f"{home}/review")
    sound(page)
    page.get_by_role("button", name="Remember this").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.locator("#problem:focus").wait_for()
    sound(page)
    box = page.get_by_label("Another food", exact=True)
    box.press_sequentially("granola")
    page.locator("#another-list option").first.wait_for(state="attached")
    assert page.locator("#choose-another").is_checked()
    box.fill(str(page.locator("#another-list option").first.get_attribute("value")))
    box.press("Enter")
    page.get_by_text("What is “protein thing”?").wait_for()
    page.locator("details summary").last.click()
    sound(page)
    page.get_by_role("button", name="Forget golden crunchies").click()
    page.get_by_text("What is “golden crunchies”?").wait_for()
    context.close()


def test_a_slip_of_the_unit_is_said_on_the_spot(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=NARROW)
    page = context.new_page()
    page.goto(f"{told(page)}/tell/blood")
    sound(page)
    page.locator("#name-0").fill("Calcium")
    page.locator("#value-0").fill("9.4")
    page.locator("#units-0 option").first.wait_for(state="attached")
    page.locator("#unit-0").fill("mmol/L")
    page.locator("#unit-0").press("Tab")
    page.locator("#value-0-error").get_by_text("did you mean mg/dL?").wait_for()
    sound(page)
    page.locator("#unit-0").fill("mg/dL")
    page.locator("#unit-0").press("Tab")
    page.locator("#value-0-error").wait_for(state="detached")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("9.4 mg/dL").first.wait_for()
    context.close()


def test_a_day_is_put_together_by_keyboard(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=NARROW)
    page = context.new_page()
    page.goto(f"{told(page)}/day")
    sound(page)
    page.get_by_role("combobox", name="Food").press_sequentially("banana")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    first = page.get_by_role("option").first
    assert first.get_attribute("aria-selected") == "true"
    sound(page)
    name = str(first.text_content())
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=name).wait_for()
    page.locator("#count:focus").wait_for()
    sound(page)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"Remove {name}").wait_for()
    sound(page)
    context.close()


def test_a_day_without_scripts(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{told(page)}/day")
    page.get_by_label("Food", exact=True).fill("banana")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Banana, raw", exact=True).click()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Remove Banana, raw").wait_for()
    context.close()


def test_the_spasm_log(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=NARROW, color_scheme="dark")
    page = context.new_page()
    home = fed(page)
    page.goto(f"{home}/log")
    sound(page)
    page.get_by_label("Some, as below").check()
    page.get_by_role("button", name="Note it").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound(page)
    page.get_by_label("Muscle", exact=True).fill("calf")
    page.get_by_label("Pain, 0 to 10").fill("6")
    page.get_by_role("button", name="Note it").click()
    page.get_by_text("Saved for").wait_for()
    page.get_by_label("Magnesium").check()
    page.get_by_role("button", name="Show").click()
    page.locator("svg[role=img]:visible").first.wait_for()
    page.locator("details summary").last.click()
    sound(page)
    page.goto(f"{home}/log/paper")
    sound(page)
    context.close()


def test_a_trial_of_ones_own(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=NARROW, color_scheme="dark")
    page = context.new_page()
    home = told(page)
    page.goto(f"{home}/trial")
    sound(page)
    page.get_by_label("What to try").fill("stretching")
    page.get_by_label("Cramps a week").fill("7")
    page.get_by_role("button", name="Plan it").click()
    page.locator(".drawn svg:visible").first.wait_for()
    sound(page)
    page.get_by_label("Pairs of periods").fill("2")
    page.get_by_role("button", name="Start it").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound(page)
    page.get_by_label("Pairs of periods").fill("8")
    page.get_by_role("button", name="Start it").click()
    page.get_by_text("Registered as").wait_for()
    page.get_by_text("Something happened, make it longer").click()
    sound(page)
    for part in ("found", "report", "paper"):
        page.goto(f"{home}/trial/{part}")
        sound(page)
    context.close()


def test_plan_courses_and_two_days(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=NARROW, color_scheme="dark")
    page = context.new_page()
    home = told(page)
    page.goto(f"{home}/tell/food")
    page.locator("#food").fill(DIARY.read_text("utf-8"))
    page.get_by_role("button", name="Save").click()
    page.locator("svg.bar").first.wait_for()
    page.goto(f"{home}/plan")
    page.get_by_text("Wishes").click()
    page.get_by_label("What food may cost more").fill("lots")
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound(page)
    page.get_by_label("What food may cost more").fill("")
    page.get_by_role("button", name="Make").click()
    page.get_by_role("button", name="Swap for another").first.click(timeout=90_000)
    page.get_by_role("heading", name="Changes you do not want").wait_for(timeout=90_000)
    page.get_by_role("button", name="Make it again").wait_for(timeout=90_000)
    sound(page)
    page.goto(f"{home}/courses")
    page.get_by_role("button", name="Compute it").click()
    page.get_by_role("button", name="Compute it again").wait_for(timeout=90_000)
    sound(page)
    page.goto("/help")
    sound(page)
    page.goto(f"{home}/compare?before=2020-01-01&after=2019-01-01")
    sound(page)
    page.get_by_label("Later day").fill("2026-11-20")
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="What changed").wait_for()
    sound(page)
    context.close()


def test_the_languages_of_the_browser_and_the_switch(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=NARROW, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    home = told(page)
    page.goto(f"{home}/tell/blood")
    page.locator("#blood").fill("Calcium 2.05 mmol/L 2026-05-02")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("8,22 mg/dL = 2,05 mmol/L").wait_for()
    page.get_by_role("link", name="Numbers, dates and units").click()
    page.get_by_label("Decimal sign").select_option("point")
    page.get_by_label("Blood tests").select_option("amount")
    page.get_by_role("button", name="Show them so").click()
    page.get_by_text("2.05 mmol/L").first.wait_for()
    assert page.url == home and page.get_by_text("mg/dL").count() == 0
    context.close()


def test_the_switch_is_sound(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=NARROW, locale="de-DE", color_scheme="dark")
    page = context.new_page()
    home = told(page)
    page.goto(f"{home}/tell/blood")
    page.locator("#blood").fill("Calcium 2.05 mmol/L 2026-05-02")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("8,22 mg/dL = 2,05 mmol/L").wait_for()
    sound(page)
    page.get_by_role("link", name="Numbers, dates and units").click()
    page.get_by_label("Decimal sign").wait_for()
    sound(page)
    context.close()


def test_the_way_back_is_that_of_the_browser(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside)
    page = context.new_page()
    home = told(page)
    page.get_by_role("link", name="Medicines and conditions").click()
    page.locator("#takes").fill("omeprazole 20 mg")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved: Medicines and conditions.").wait_for()
    page.go_back()
    assert page.url == f"{home}/tell/medicines"
    page.go_back()
    page.get_by_role("heading", name="In short").wait_for()
    assert page.url == home
    page.go_back()
    page.get_by_label("What hurts").wait_for()
    page.go_forward()
    page.get_by_text("omeprazole 20 mg").first.wait_for()
    context.close()


def test_why_a_result_was_judged_so(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=NARROW)
    page = context.new_page()
    home = told(page)
    page.goto(f"{home}/tell/blood")
    page.locator("#blood").fill("K 3.1 mmol/L")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Why? Potassium").click()
    page.locator(".why-here").get_by_text("Range: 3.5 to 5").wait_for()
    sound(page)
    made = page.context.request.get(f"{home}/fhir.json")
    assert made.headers["content-type"].startswith("application/fhir+json")
    assert made.json()["resourceType"] == "Bundle"
    context.close()
