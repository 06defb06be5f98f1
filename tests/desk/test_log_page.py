"""The audit log as administrators see it."""


def test_the_log_is_filtered_by_action_and_person(app, administrator, learner, another_learner):
    for one in (learner, another_learner):
        administrator.post(f"/admin/people/{one.person_id}/sign-ins/end")

    mine = administrator.get(f"/admin/audit?person={learner.person_id}").text
    none = administrator.get("/admin/audit?action=role.changed").text
    odd = administrator.get("/admin/audit?person=99999999999999999999&before=-1&action=x'")

    other = f'/admin/people/{another_learner.person_id}"'
    assert (mine.count("sign-ins.ended</td>"), other in mine) == (1, False)
    assert "There is no such row." in none
    assert odd.status_code == 200
