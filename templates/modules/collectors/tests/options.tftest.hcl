mock_provider "aws" {
  override_during = plan

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-2:111111111111:log-group:mocked" }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:us-east-2:111111111111:table/mocked" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-2:111111111111:key/mocked" }
  }
}

variables {
  environment = { name = "test", project = "snowplow", prefix = "snowplow-test" }
  aws         = { region = "us-east-2", account_id = "111111111111" }

  network             = { vpc_id = "vpc-1", public_subnet_ids = ["subnet-1", "subnet-2"], private_subnet_ids = ["subnet-3", "subnet-4"] }
  streams_kms_key_arn = "arn:aws:kms:us-east-2:111111111111:key/streams"
  logs_kms_key_arn    = "arn:aws:kms:us-east-2:111111111111:key/logs"
  delivery_streams    = {}

  streams = {
    raw_good      = { name = "raw-good", arn = "arn:aws:kinesis:us-east-2:111111111111:stream/raw-good" }
    raw_bad       = { name = "raw-bad", arn = "arn:aws:kinesis:us-east-2:111111111111:stream/raw-bad" }
    enriched_good = { name = "enriched-good", arn = "arn:aws:kinesis:us-east-2:111111111111:stream/enriched-good" }
    enriched_bad  = { name = "enriched-bad", arn = "arn:aws:kinesis:us-east-2:111111111111:stream/enriched-bad" }
  }

  logs_bucket        = { name = "logs", prefix = "alb" }
  operator_role_arns = ["arn:aws:iam::111111111111:role/operator"]

  collectors = {
    release_line               = "apache"
    accept_limited_use_license = false
    version                    = "2.10.0"
    image_repository           = "snowplow/collector"
    image_digest               = null
    cpu                        = 1024
    memory_mb                  = 2048
    min_tasks                  = 1
    max_tasks                  = 2
    target_cpu_percent         = 60
    log_retention_days         = 30
    port                       = 8000
    domain_name                = "snowplow.example.com"
    zone_id                    = "Z1"
    certificate_arn            = "arn:aws:acm:us-east-2:111111111111:certificate/1"
    tls_policy                 = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    allowed_cidr_blocks        = ["192.0.2.0/24"]
    deletion_protection        = false
    idle_timeout_seconds       = 60
    target_requests_per_task   = 60
    sqs_overflow               = true
    waf                        = { requests_per_5_minutes = 100 }
    paths                      = {}
    cookie                     = { enabled = true, name = "sp", expiration_days = 1, domains = [], http_only = true, same_site = "None" }
    buffer                     = { byte_limit = 1, record_limit = 1, time_limit_ms = 1 }
  }
}

run "some_callers" {
  command = plan

  assert {
    condition     = { for name, rule in aws_security_group_rule.world_to_load_balancer : name => rule.cidr_blocks } == { redirect = tolist(["192.0.2.0/24"]), https = tolist(["192.0.2.0/24"]) }
    error_message = "Both ports are open to the named ranges alone."
  }

  assert {
    condition     = aws_lb_listener.redirect.default_action[0].redirect[0].protocol == "HTTPS"
    error_message = "Port 80 answers with a redirect."
  }

  assert {
    condition     = length(aws_sqs_queue.overflow) == 2
    error_message = "Both streams have a queue for what Kinesis throttles."
  }
}

run "no_callers" {
  command = plan

  variables {
    collectors = {
      release_line               = "apache"
      accept_limited_use_license = false
      version                    = "2.10.0"
      image_repository           = "snowplow/collector"
      image_digest               = null
      cpu                        = 1024
      memory_mb                  = 2048
      min_tasks                  = 1
      max_tasks                  = 2
      target_cpu_percent         = 60
      log_retention_days         = 30
      port                       = 8000
      domain_name                = "snowplow.example.com"
      zone_id                    = "Z1"
      certificate_arn            = "arn:aws:acm:us-east-2:111111111111:certificate/1"
      tls_policy                 = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      allowed_cidr_blocks        = []
      deletion_protection        = false
      idle_timeout_seconds       = 60
      target_requests_per_task   = 60
      sqs_overflow               = true
      waf                        = { requests_per_5_minutes = 100 }
      paths                      = {}
      cookie                     = { enabled = true, name = "sp", expiration_days = 1, domains = [], http_only = true, same_site = "None" }
      buffer                     = { byte_limit = 1, record_limit = 1, time_limit_ms = 1 }
    }
  }

  assert {
    condition     = length(aws_security_group_rule.world_to_load_balancer) == 0
    error_message = "Nobody is let in where nobody is named."
  }
}
