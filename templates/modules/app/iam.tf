locals {
  # The pull permissions exist for images in ECR; other registries know no AWS identity.
  ecr = try(regex("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com/(.+)$", var.app.image_repository), null)

  pull_statements = [
    for ecr in local.ecr == null ? [] : [local.ecr] : [
      {
        Sid      = "PullImage"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = "arn:aws:ecr:${ecr[1]}:${ecr[0]}:repository/${ecr[2]}"
      },
      {
        Sid      = "LogInToRegistry"
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = "*" # the action knows no resource
      },
    ]
  ]

  roles = {
    execution = "Lets ECS start the tasks of ${var.name}: image and log streams."
    task      = "What ${var.name} runs as."
  }

  statements = {
    execution = concat(
      [
        {
          Sid      = "WriteLogs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "${aws_cloudwatch_log_group.this.arn}:*"
        },
      ],
      flatten(local.pull_statements),
    )
    task = var.task_statements
  }
}

resource "aws_iam_role" "this" {
  for_each = local.roles

  name        = "${var.name}-${each.key}"
  description = each.value

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AllowTasks"
        Effect    = "Allow"
        Principal = { Service = "ecs-tasks.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "aws:SourceAccount" = var.aws.account_id }
          ArnLike      = { "aws:SourceArn" = "arn:aws:ecs:${var.aws.region}:${var.aws.account_id}:*" }
        }
      },
    ]
  })

  tags = {
    Name = "${var.name}-${each.key}"
  }
}

resource "aws_iam_role_policy" "this" {
  for_each = local.roles

  name = each.key
  role = aws_iam_role.this[each.key].id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.statements[each.key]
  })
}
