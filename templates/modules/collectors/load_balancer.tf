resource "aws_lb" "this" {
  name                       = local.name
  load_balancer_type         = "application"
  internal                   = false
  subnets                    = var.network.public_subnet_ids
  security_groups            = [aws_security_group.load_balancer.id]
  enable_deletion_protection = var.collectors.deletion_protection
  drop_invalid_header_fields = true
  idle_timeout               = var.collectors.idle_timeout_seconds

  access_logs {
    enabled = true
    bucket  = var.logs_bucket.name
    prefix  = var.logs_bucket.prefix
  }

  tags = {
    Name = local.name
  }
}

# ECS registers each task with its own port; this one only has to be there.
resource "aws_lb_target_group" "this" {
  name                 = local.name
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = 8000
  vpc_id               = var.network.vpc_id
  deregistration_delay = local.deregistration_seconds

  # Not /sink-health: when Kinesis is down every task would be taken out, and with them the
  # overflow queues' chance to save events.
  health_check {
    path                = "/health"
    port                = "traffic-port"
    protocol            = "HTTP"
    matcher             = "200"
    interval            = 15
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }

  tags = {
    Name = local.name
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTPS"
  port              = 443
  ssl_policy        = var.collectors.tls_policy
  certificate_arn   = local.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }

  #% if aws.listeners_have_tags
  tags = {
    Name = "${local.name}-https"
  }
  #% endif
}

resource "aws_lb_listener" "redirect" {
  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTP"
  port              = 80

  default_action {
    type = "redirect"

    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }

  #% if aws.listeners_have_tags
  tags = {
    Name = "${local.name}-redirect"
  }
  #% endif
}
