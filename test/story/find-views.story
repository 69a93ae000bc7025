story: a list with its filters is kept under a name, shared with those whom one's role lets one share it with, and shows each of them what he may read
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

as sec in en
GET /recommendations
  lacks "Save this view"
GET /recommendations?position=supported&order=-deadline&count=1
press "Save the view"
  form name =
  status 422
  contains "Give the view a name."
  contains "Save a view"
press "Save the view"
  form name = Supported, by deadline
  form shared = everybody
  status 303
  header Location = /recommendations?position=supported&order=-deadline
  follow
  contains "The view is saved."
  contains "My views"
  lacks "Save this view"
  source /<a class="tag tag-on" href="\/recommendations\?position=supported&amp;order=-deadline" aria-current="true">Supported, by deadline</

# the same name again is refused, or put in its place
GET /recommendations?position=noted
press "Save the view"
  form name = Supported, by deadline
  status 422
  contains "You have a view of this list with that name already."
press "Put it in place of that one"
  form shared = everybody
  status 303
sql SELECT count(*), min(query) FROM saved_view
  source /1\D+position=noted/

# another role opens it, and sees with it what that role may read; it cannot be changed there
as ma in en
GET /recommendations
  contains "Shared views"
link "Supported, by deadline"
  status 200
  title "Recommendations"
GET /views
  contains "shared with everybody"
  contains "UPR position: Noted"
sql SELECT id FROM saved_view
  save id from /(\d+)/
GET /views/{id}
  status 403
POST /views/{id}/delete
  status 403

# a ministry shares with its own people alone
GET /recommendations?lead=-
press "Save the view"
  form name = Nobody's
  form shared = everybody
  status 422
  contains "Your role does not include sharing this list so widely."
press "Save the view"
  form name = Nobody's
  form shared = institution
  status 303
as fp in en
GET /views
  contains "Nobody's"
as ma2 in en
GET /views
  lacks "Nobody's"
  contains "Supported, by deadline"

# renamed, made private, deleted: and a view of somebody else's is not there
as sec in en
GET /views/{id}
press "Save"
  form name = Noted
  form shared =
  status 303
as ma in en
GET /views
  lacks "Noted"
GET /views/{id}
  status 404
as sec in en
GET /views/{id}
  title "Noted"
press "Delete the view"
  status 303
  header Location = /recommendations?position=noted
  follow
  contains "The view “Noted” is deleted."
  contains "Save this view"

# what no list understands is not kept
POST /views
  form list = recommendations
  form query = nonsense=1
  form name = Nonsense
  status 400
POST /views
  form list = nothing
  form query = x=1
  form name = Nothing
  status 404
run sh -c "test -s {dir}/server.log && ! grep -Eq 'Supported|Nobody|position=' {dir}/server.log"
