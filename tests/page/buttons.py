"""Clicks the buttons of the emulator's page in headless Chromium, on the scene "small", and looks at the control port
for what they did: python3 tests/page/buttons.py PROFILE_FOLDER, with $COLB_EMULATOR_CONTROL."""
import json
import os
import sys
import time
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

control = os.environ["COLB_EMULATOR_CONTROL"]
failed = 0


def get(path):
    with urllib.request.urlopen(f"{control}/{path}", timeout=10) as answer:
        return json.load(answer)


def until(what, look):
    """Waits for the page, which follows the cloud by asking."""
    global failed
    end = time.monotonic() + 20
    seen = None
    while time.monotonic() < end:
        try:
            seen = look()
        except Exception as error:  # the page draws anew meanwhile
            seen = repr(error)
        if seen is True:
            print("ok: buttons:", what)
            return
        time.sleep(0.1)
    print(f"FAILED: buttons: {what}: {seen}", file=sys.stderr)
    failed += 1


def tasks():
    return [task for service in get("state")["services"].values() for task in service.get("tasks", [])]


def balancers():
    return [b for service in get("state")["services"].values() for b in service.get("balancers", [])]


options = Options()
for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1360,1600", "--disable-background-networking",
                 f"--user-data-dir={sys.argv[1]}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
    options.add_argument(argument)
options.binary_location = "/usr/bin/chromium"
browser = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
try:
    browser.get(control + "/")

    def find(selector):
        return browser.find_element(By.CSS_SELECTOR, selector)

    def text(selector):
        return find(selector).text

    def click(selector):
        find(selector).click()

    def fill(selector, value):
        field = find(selector)
        field.clear()
        field.send_keys(value)

    until("the page is live", lambda: text("#live") == "live")

    until("no such fault is there", lambda: "DescribeQuota" not in [f["action"] for f in get("faults")["faults"] if not f["used_up"]])
    Select(find("#f-kind")).select_by_value("refuse")
    fill("#f-action", "DescribeQuota")
    fill("#f-times", "2")
    fill("#f-code", "LimitExceeded")
    fill("#f-message", "Clicked.")
    click("#fault button.main")
    until("a fault is injected", lambda: get("faults")["faults"][-1]["action"] == "DescribeQuota")
    fault = get("faults")["faults"][-1]
    until("with what the form says", lambda: (fault["kind"], fault["action"], fault["times"], fault["code"], fault["message"])
          == ("refuse", "DescribeQuota", 2, "LimitExceeded", "Clicked."))
    until("and is shown", lambda: "DescribeQuota" in text("#faults"))
    click("#faults-clear")
    until("the faults are cleared", lambda: get("faults")["faults"] == [] and "DescribeQuota" not in text("#faults"))

    running = {task["id"]: task for task in tasks()}
    late = next(task for task in running.values() if task["action"] == "CreateListener")
    click(f'.task[data-id="{late["id"]}"] button.danger')
    until("a task is failed", lambda: late["id"] not in [task["id"] for task in tasks()])
    until("and is shown no more", lambda: browser.find_elements(By.CSS_SELECTOR, f'.task[data-id="{late["id"]}"]') == [])
    until("and changed nothing", lambda: all(
        each["port"] != 8443 for b in balancers() for each in b["listeners"]))
    endless = next(task for task in tasks() if task["left_ms"] is None)
    click(f'.task[data-id="{endless["id"]}"] button:not(.danger)')
    until("a task that never ends is ended well", lambda: endless["id"] not in [task["id"] for task in tasks()]
          and "inner-two" in [b["name"] for b in balancers()])
    until("and what it changed is shown", lambda: "inner-two" in text("#lbs"))

    before = get("state")["clock"]["advanced_ms"]
    fill("#by", "2")
    Select(find("#unit")).select_by_value("3600000")
    click("#clock button:not([type])")
    until("the clock is advanced", lambda: get("state")["clock"]["advanced_ms"] == before + 7_200_000)
    until("and tasks have ended", lambda: tasks() == [] and find("#tasks-none").is_displayed())

    click("#reset")
    until("a reset asks first", lambda: find("#sure").is_displayed())
    click('#sure button[value="no"]')
    until("and keeps everything when told", lambda: not find("#sure").is_displayed() and len(balancers()) > 2)
    click("#reset")
    click('#sure button[value="yes"]')
    until("the cloud is reset", lambda: balancers() == [] and get("state")["clock"]["advanced_ms"] == 0)
    until("and the page is empty", lambda: find("#lbs-none").is_displayed() and find("#calls-none").is_displayed())
    until("with no complaint", lambda: "bad" not in find("#said").get_attribute("class") or not find("#said").is_displayed())
finally:
    browser.quit()
sys.exit(1 if failed else 0)
