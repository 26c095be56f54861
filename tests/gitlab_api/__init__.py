"""A GitLab that is small and real: HTTP on loopback, one project, its merge requests' notes.

It stands for what snowops asks of a GitLab, and holds to what GitLab documents (REST API: users,
merge requests, notes, approvals, pagination, rate limits): the same paths, statuses, headers and
shapes. It knows nothing else.
"""
