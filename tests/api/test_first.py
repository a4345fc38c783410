from __future__ import annotations
import json
from tests.api.client import Api
def test_first(api: Api) -> None:
    d = api.begin("leerkracht", "Zorg over leerling")
    print(json.dumps(d, indent=1))
    print(api.get("leerkracht","/tasks"))
    t = api.tasks("leerkracht")[0]
    print(json.dumps(api.get("leerkracht",f"/tasks/{t['id']}"))[:1500])
    for p in ("", "/starts", "/history"):
        print(p, json.dumps(api.get("leerkracht",f"/dossiers/{d['id']}{p}"))[:3000])
    for p in ("/me","/dossiers","/pupils?q=ka","/protocols","/pupils?q=ka&scope=school"):
        print(p, json.dumps(api.get("leerkracht",p))[:800])
    print(json.dumps(api.get("directeur","/incidents")))
    print(api.call("GET",None,"/health").json)
    print(len(json.dumps(api.call("GET",None,"/openapi.json").json)))
    print(json.dumps(api.complete("leerkracht", "Observeren en begeleiden"))[:2000])
