module "app" {
  source = "../app"

  name                 = local.name
  aws                  = var.aws
  app                  = var.enrichers
  files                = local.files
  folders              = var.enrichers.release_line == "limited-use" ? ["enrichments"] : []
  command              = local.arguments
  stop_timeout_seconds = 60 # to finish a batch, checkpoint it and give the leases back
  health_command       = local.health_command
  subnet_ids           = var.network.private_subnet_ids
  security_group_id    = aws_security_group.tasks.id
  task_statements      = local.task_statements
  scale_in_by_cpu      = false # low CPU may also mean that the output streams throttle
  logs_kms_key_arn     = var.logs_kms_key_arn
  readers              = var.delivery_streams
}

resource "aws_security_group" "tasks" {
  name        = "${local.name}-tasks"
  description = "Tasks of ${local.name}"
  vpc_id      = var.network.vpc_id

  tags = {
    Name = "${local.name}-tasks"
  }
}

# Iglu Central is served without TLS as well.
resource "aws_security_group_rule" "tasks_out" {
  for_each = { http = 80, https = 443 }

  security_group_id = aws_security_group.tasks.id
  description       = "AWS services, the image registry and Iglu repositories (${each.key})"
  type              = "egress"
  protocol          = "tcp"
  from_port         = each.value
  to_port           = each.value
  cidr_blocks       = ["0.0.0.0/0"]
}
