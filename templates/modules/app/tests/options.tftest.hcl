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

  name                 = "snowplow-test-app"
  files                = {}
  command              = []
  stop_timeout_seconds = 120
  subnet_ids           = ["subnet-1", "subnet-2"]
  security_group_id    = "sg-1"
  task_statements      = [{ Sid = "One", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::one/*" }]
  scale_in_by_cpu      = false
  logs_kms_key_arn     = "arn:aws:kms:us-east-2:111111111111:key/logs"
  readers              = {}

  app = {
    version            = "1.2.3"
    image_repository   = "snowplow/app"
    image_digest       = null
    cpu                = 1024
    memory_mb          = 2048
    min_tasks          = 1
    max_tasks          = 2
    target_cpu_percent = 60
    log_retention_days = 30
  }
}

run "nobody_connects" {
  command = plan

  assert {
    condition     = length(aws_ecs_service.this.load_balancer) == 0 && !strcontains(aws_ecs_task_definition.this.container_definitions, "portMappings")
    error_message = "Without a port there is no load balancer."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this["execution"].policy).Statement : statement.Sid] == ["WriteLogs"]
    error_message = "An image of another registry needs no permission to pull."
  }

  assert {
    condition     = aws_appautoscaling_policy.cpu.target_tracking_scaling_policy_configuration[0].disable_scale_in
    error_message = "Low CPU alone takes no task away."
  }
}

run "served_from_ecr" {
  command = plan

  variables {
    port             = 8000
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-2:111111111111:targetgroup/one/1"

    app = {
      version            = "1.2.3"
      image_repository   = "222222222222.dkr.ecr.us-east-1.amazonaws.com/team/app"
      image_digest       = "sha256:1"
      cpu                = 256
      memory_mb          = 512
      min_tasks          = 1
      max_tasks          = 1
      target_cpu_percent = 60
      log_retention_days = 30
    }
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this["execution"].policy).Statement : statement.Resource if statement.Sid == "PullImage"] == ["arn:aws:ecr:us-east-1:222222222222:repository/team/app"]
    error_message = "The image's own repository may be pulled from, in its account and region."
  }

  assert {
    condition     = alltrue([for container in jsondecode(aws_ecs_task_definition.this.container_definitions) : endswith(container.image, "@sha256:1")])
    error_message = "A digest pins every container."
  }

  assert {
    condition     = one(aws_ecs_service.this.load_balancer).container_port == 8000
    error_message = "The load balancer reaches the container's port."
  }
}
