module "app" {
  source = "../app"

  name                 = local.name
  aws                  = var.aws
  app                  = var.collectors
  files                = { "collector.hocon" = local.configuration }
  command              = ["--config", "/snowplow/config/collector.hocon"]
  stop_timeout_seconds = local.stop_timeout_seconds
  port                 = var.collectors.port
  subnet_ids           = var.network.private_subnet_ids
  security_group_id    = aws_security_group.tasks.id
  task_statements      = local.task_statements
  scale_in_by_cpu      = true
  logs_kms_key_arn     = var.logs_kms_key_arn
  readers              = var.delivery_streams

  # The listener's word for the target group: ECS refuses a group that no listener serves yet.
  target_group_arn = aws_lb_listener.https.default_action[0].target_group_arn
}

resource "aws_appautoscaling_policy" "requests" {
  name               = "${local.name}-requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = module.app.scaling_target.service_namespace
  scalable_dimension = module.app.scaling_target.scalable_dimension
  resource_id        = module.app.scaling_target.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = var.collectors.target_requests_per_task
    scale_out_cooldown = 60
    scale_in_cooldown  = 300

    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = "${aws_lb.this.arn_suffix}/${aws_lb_target_group.this.arn_suffix}"
    }
  }
}

# --- What a collector may do

locals {
  task_statements = concat(
    [
      {
        Sid      = "WriteRawEvents"
        Effect   = "Allow"
        Action   = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"]
        Resource = [var.streams.raw_good.arn, var.streams.raw_bad.arn]
      },
      {
        Sid       = "EncryptRawEvents"
        Effect    = "Allow"
        Action    = ["kms:GenerateDataKey"]
        Resource  = [var.streams_kms_key_arn]
        Condition = { StringEquals = { "kms:ViaService" = "kinesis.${var.aws.region}.amazonaws.com" } }
      },
    ],
    local.overflow_statements,
  )
}
