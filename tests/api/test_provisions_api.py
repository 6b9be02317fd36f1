"""Provisions by the API."""
from __future__ import annotations

def test_try(manager, operator):
    import factories
    factories.recipient(operator, ref="R-0001")
    factories.data_item("name")
    factories.purpose(operator, ref="P1")
    factories.situation(operator)
    body = {"external_id": "A-1", "subject_ref": "C-1", "subject_name": "見本 花子", "recipient_ref": "R-0001", "provided_on": "2026-11-20", "situation": "placement"}
    a = manager.post("/provisions", body)
    print(a.status_code, a.get_json(), a.headers)
    for b in (body, {**body, "case_ref": "x"}, {**body, "foo": 1, "provided_on": 3}, [body, {}, {"x": 1}], {"external_id": "A-2"}):
        a = manager.post("/provisions", b)
        print(a.status_code, a.text)
    a = manager.get("/provisions?limit=1"); print(a.status_code, a.text)
    sid=a.get_json()["items"][0]["subject_id"]; pid=a.get_json()["items"][0]["id"]
    a = manager.get(f"/people/{sid}/provisions/{pid}"); print(a.status_code, a.text)
    a = manager.get(f"/people/{sid}/provisions"); print(a.status_code, a.text[:100])
    a = manager.post(f"/people/{sid}/provisions/{pid}/events", {"kind":"delivered","occurred_on":"2026-11-20"}); print(a.status_code, a.text)
    a = manager.post("/clearances", body); print(a.status_code, a.text)
    a = manager.get("/openapi.json"); print(a.status_code, len(a.text))
    assert 0
