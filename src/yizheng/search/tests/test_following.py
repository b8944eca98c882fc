"""Entries follow their objects: within the act, after an upgrade, by the command, through the interface."""

from io import StringIO

from django.core.management import call_command

from yizheng.accounts.enums import Role
from yizheng.kernel import ledger, tenancy
from yizheng.plan.tests.factories import UnitFactory
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.tests import factories as make
from yizheng.search import indexing, store
from yizheng.search.alike import candidates
from yizheng.search.queries import find
from yizheng.search.tasks import keep_index

AT = make.moment()


def test_an_act_brings_its_object_in_and_a_later_one_changes_it(house):
    made = make.proposal(S.SUBMITTED, title="关于托育服务的建议")
    assert find(make.clerk(), "托育").count == 0

    ledger.record("submit", made, by=make.clerk(), at=AT)
    assert find(make.clerk(), "托育").count == 1

    made.title = "关于养老服务的建议"
    made.save()
    ledger.record("edit", made, by=make.clerk(), at=AT)
    assert (find(make.clerk(), "托育").count, find(make.clerk(), "养老").count) == (0, 1)


def test_what_lies_in_an_object_renews_it(house):
    made = make.proposal(S.HANDLING, title="关于托育服务的建议")
    given = make.handling(made)

    ledger.record("assign", given, by=make.assigner(), at=AT)

    assert find(make.as_unit(given.unit), "托育", kinds=["proposal"]).count == 1


def test_the_end_of_a_scope_writes_what_was_noted(house):
    neighbour = type(house).objects.create(full_name="政协乙", short_name="乙政协", slug="yi")
    with tenancy.scope(neighbour):
        unit = UnitFactory(name="区教育局")
        indexing.note(unit)
        assert store.kinds() == {}

    with tenancy.scope(neighbour):
        assert store.kinds() == {"org_unit": 1}
    assert store.kinds() == {}


def test_nothing_of_another_committee_is_found_dropped_or_counted(house):
    unit = UnitFactory(name="区教育局")
    indexing.put(unit)
    neighbour = type(house).objects.create(full_name="政协乙", short_name="乙政协", slug="yi")

    with tenancy.scope(neighbour):
        assert find(make.clerk(), "教育局").count == 0
        assert candidates("区教育局教育局", kinds=["org_unit"], tokens=["all", "role:proposal_clerk"]) == []
        indexing.drop("org_unit", unit.pk)
        assert store.objects("org_unit") == set()

    assert find(make.clerk(), "教育局").count == 1


def test_the_command_makes_everything_anew_and_drops_what_is_gone(house):
    gone = make.proposal(S.FILED, title="关于停车的建议")
    indexing.put(gone)
    type(gone).objects.filter(pk=gone.pk).update(state=S.DRAFT)
    make.proposal(S.FILED, title="关于托育服务的建议")

    said, progress = StringIO(), StringIO()
    call_command("rebuild_search", committee=house.slug, stdout=said, stderr=progress)

    assert find(make.clerk(), "停车").count == 0
    assert find(make.clerk(), "托育").count == 1
    assert "可以检索" in said.getvalue()
    assert "提案 2/2" in progress.getvalue()


def test_the_hourly_job_builds_a_missing_index_once_and_then_only_counts(house):
    make.proposal(S.FILED, title="关于托育服务的建议")

    keep_index(house.pk)
    assert find(make.clerk(), "托育").count == 1
    counted = store.frequencies(["托育"])

    keep_index(house.pk)
    assert store.frequencies(["托育"]) == counted


def test_alike_entries_share_the_rarest_words(house):
    near = make.proposal(S.FILED, title="关于托育服务供给的建议", analysis="普惠托育机构不足，价格偏高。")
    far = make.proposal(S.FILED, title="关于停车泊位的建议", analysis="小区停车泊位不足。")
    for each in (near, far, make.proposal(S.FILED, title="关于托育的建议", analysis="普惠托育要补贴。")):
        indexing.put(each)
    store.count_terms(anew=True)

    found = candidates("增加普惠托育机构", kinds=["proposal"], actor=make.clerk())

    assert found[0].object_id == near.pk
    assert far.pk not in [each.object_id for each in found]


def test_the_interface_gives_the_same_and_no_more(browser):
    made = make.proposal(S.SUBMITTED, title="关于托育服务的建议")
    indexing.put(made)

    seen = browser(make.clerk()).get("/api/yunxi/search/", {"q": "托育"}).json()
    unseen = browser(make.as_role(Role.OFFICE_CLERK, name="甲")).get("/api/yunxi/search/", {"q": "托育"}).json()

    assert (seen["count"], [row["title"] for row in seen["rows"]]) == (1, [made.title])
    assert (unseen["count"], unseen["rows"], unseen["kinds"]) == (0, [], {})
