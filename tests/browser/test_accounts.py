"""From nobody to somebody: register, begin, lose the password, sign in again."""

import os

from tests.browser.conftest import PASSWORD, faults_of

ACCOUNT = ["/account", "/account/details", "/account/address", "/account/password"]


def test_a_learner_registers_begins_and_comes_back_with_another_password(page, served):
    address, faults = f"ada-{os.urandom(4).hex()}@example.org", []
    page.goto("/lectures/01-connected-world")
    page.get_by_role("link", name="Register").first.click()
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    faults += faults_of(page)
    page.get_by_role("button", name="Confirm the address and begin").click()
    page.goto("/account")
    page.get_by_role("button", name="Sign out", exact=True).click()

    page.goto("/sign-in")
    page.get_by_role("link", name="Choose another").click()
    faults += faults_of(page)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("link", name="Open the link").click()
    faults += faults_of(page)
    page.get_by_label("New password").fill("quite another sentence")
    page.get_by_role("button", name="Change the password").click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill("quite another sentence")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/course")

    assert faults == []


def test_the_pages_of_an_account_are_accessible_and_narrow(page, served, register):
    register(page, "Bea")
    found = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for address in ACCOUNT:
            page.goto(address)
            found += faults_of(page)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{address} is wider than {width}")

    assert found == []


def test_without_script_a_learner_registers_and_begins(browser, served):
    context = browser.new_context(base_url=served.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/register")
    page.get_by_label("Your name").fill("Cleo")
    page.get_by_label("E-mail address").fill(f"cleo-{os.urandom(4).hex()}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    page.get_by_role("button", name="Confirm the address and begin").click()

    assert page.url.endswith("/course")
    context.close()
