"""Addresses of the room."""

from django.urls import path

from satuatap.directory import views

app_name = "directory"
urlpatterns = [
    path("p3mi/", views.agencies, name="agencies"),
    path("p3mi/baru/", views.enter_agency, name="enter_agency"),
    path("p3mi/<uuid:agency_id>/", views.agency, name="agency"),
    path("p3mi/<uuid:agency_id>/betulkan/", views.correct_agency, name="correct_agency"),
    path("p3mi/<uuid:agency_id>/cocok/", views.check_agency, name="check_agency"),
    path("p3mi/<uuid:agency_id>/job-order/", views.enter_job_order, name="enter_job_order"),
    path("p3mi/job-order/<uuid:order_id>/", views.job_order, name="job_order"),
    path("p3mi/job-order/<uuid:order_id>/betulkan/", views.correct_job_order,
         name="correct_job_order"),
    path("p3mi/job-order/<uuid:order_id>/cocok/", views.check_job_order, name="check_job_order"),
]  # fmt: skip
