resource "aws_security_group" "load_balancer" {
  name        = "${local.name}-load-balancer"
  description = "Load balancer of ${local.name}"
  vpc_id      = var.network.vpc_id

  tags = {
    Name = "${local.name}-load-balancer"
  }
}

resource "aws_security_group" "tasks" {
  name        = "${local.name}-tasks"
  description = "Tasks of ${local.name}"
  vpc_id      = var.network.vpc_id

  tags = {
    Name = "${local.name}-tasks"
  }
}

resource "aws_security_group_rule" "world_to_load_balancer" {
  for_each = {
    for name, port in { redirect = 80, https = 443 } : name => port
    if length(var.collectors.allowed_cidr_blocks) > 0
  }

  security_group_id = aws_security_group.load_balancer.id
  description       = "Trackers (${each.key})"
  type              = "ingress"
  protocol          = "tcp"
  from_port         = each.value
  to_port           = each.value
  cidr_blocks       = var.collectors.allowed_cidr_blocks
}

resource "aws_security_group_rule" "load_balancer_to_tasks" {
  for_each = {
    egress  = [aws_security_group.load_balancer.id, aws_security_group.tasks.id]
    ingress = [aws_security_group.tasks.id, aws_security_group.load_balancer.id]
  }

  security_group_id        = each.value[0]
  source_security_group_id = each.value[1]
  description              = "Load balancer to tasks"
  type                     = each.key
  protocol                 = "tcp"
  from_port                = var.collectors.port
  to_port                  = var.collectors.port
}

resource "aws_security_group_rule" "tasks_out" {
  security_group_id = aws_security_group.tasks.id
  description       = "AWS services and the image registry"
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
}
