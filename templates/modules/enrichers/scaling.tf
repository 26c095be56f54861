locals {
  caught_up_age_ms = 60 * 1000

  # With half the target left over, the remaining tasks stay below it after one of two has gone.
  idle_cpu_percent = var.enrichers.target_cpu_percent / 2
}

resource "aws_cloudwatch_metric_alarm" "behind" {
  alarm_name          = "${local.name}-behind"
  alarm_description   = "Raw events wait longer than ${var.enrichers.max_iterator_age_seconds} s: adds enrichers."
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.enrichers.max_iterator_age_seconds
  treat_missing_data  = "missing"
  alarm_actions       = [aws_appautoscaling_policy.out.arn]

  # In seconds, as the steps' bounds are: from a million on the provider reads bounds back as
  # powers of ten.
  metric_query {
    id          = "seconds"
    label       = "Age of the oldest unread event in seconds"
    expression  = "age / 1000"
    return_data = true
  }

  metric_query {
    id = "age"

    metric {
      namespace   = "AWS/Kinesis"
      metric_name = "GetRecords.IteratorAgeMilliseconds"
      stat        = "Maximum"
      period      = 60

      dimensions = {
        StreamName = var.streams.raw_good.name
      }
    }
  }

  tags = {
    Name = "${local.name}-behind"
  }
}

resource "aws_appautoscaling_policy" "out" {
  name               = "${local.name}-behind"
  policy_type        = "StepScaling"
  service_namespace  = module.app.scaling_target.service_namespace
  scalable_dimension = module.app.scaling_target.scalable_dimension
  resource_id        = module.app.scaling_target.resource_id

  # Bounds count from the alarm's threshold.
  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    metric_aggregation_type = "Maximum"
    cooldown                = 300

    step_adjustment {
      metric_interval_lower_bound = "0"
      metric_interval_upper_bound = tostring(2 * var.enrichers.max_iterator_age_seconds)
      scaling_adjustment          = 1
    }

    step_adjustment {
      metric_interval_lower_bound = tostring(2 * var.enrichers.max_iterator_age_seconds)
      scaling_adjustment          = 2
    }
  }
}

# Caught up and idle for a quarter of an hour: low CPU alone may also mean a throttled output.
resource "aws_cloudwatch_metric_alarm" "idle" {
  alarm_name          = "${local.name}-idle"
  alarm_description   = "No raw event waits and enrichers are idle: takes one away."
  evaluation_periods  = 15
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_appautoscaling_policy.in.arn]

  metric_query {
    id          = "idle"
    label       = "Caught up and idle"
    expression  = "IF(FILL(age, 0) < ${local.caught_up_age_ms} AND cpu < ${local.idle_cpu_percent}, 1, 0)"
    return_data = true
  }

  metric_query {
    id = "age"

    metric {
      namespace   = "AWS/Kinesis"
      metric_name = "GetRecords.IteratorAgeMilliseconds"
      stat        = "Maximum"
      period      = 60

      dimensions = {
        StreamName = var.streams.raw_good.name
      }
    }
  }

  metric_query {
    id = "cpu"

    metric {
      namespace   = "AWS/ECS"
      metric_name = "CPUUtilization"
      stat        = "Average"
      period      = 60

      dimensions = {
        ClusterName = module.app.cluster.name
        ServiceName = module.app.service.name
      }
    }
  }

  tags = {
    Name = "${local.name}-idle"
  }
}

resource "aws_appautoscaling_policy" "in" {
  name               = "${local.name}-idle"
  policy_type        = "StepScaling"
  service_namespace  = module.app.scaling_target.service_namespace
  scalable_dimension = module.app.scaling_target.scalable_dimension
  resource_id        = module.app.scaling_target.resource_id

  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    metric_aggregation_type = "Minimum"
    cooldown                = 300

    step_adjustment {
      metric_interval_lower_bound = "0"
      scaling_adjustment          = -1
    }
  }
}
