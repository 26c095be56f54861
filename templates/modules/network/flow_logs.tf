#% if not environment.network.existing
resource "aws_cloudwatch_log_group" "flow" {
  name              = "/vpc/${local.name}"
  retention_in_days = var.network.flow_log_retention_days
  kms_key_id        = var.logs_kms_key_arn

  tags = {
    Name = "/vpc/${local.name}"
  }
}

resource "aws_flow_log" "this" {
  vpc_id          = aws_vpc.this.id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = aws_iam_role.flow.arn

  tags = {
    Name = local.name
  }

  depends_on = [aws_iam_role_policy.flow]
}

resource "aws_iam_role" "flow" {
  name        = "${local.name}-flow-logs"
  description = "Lets VPC flow logs write their log group."

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AllowFlowLogs"
        Effect    = "Allow"
        Principal = { Service = "vpc-flow-logs.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "aws:SourceAccount" = var.aws.account_id }
          ArnLike      = { "aws:SourceArn" = "arn:aws:ec2:${var.aws.region}:${var.aws.account_id}:vpc-flow-log/*" }
        }
      },
    ]
  })

  tags = {
    Name = "${local.name}-flow-logs"
  }
}

resource "aws_iam_role_policy" "flow" {
  name = "logs"
  role = aws_iam_role.flow.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteFlowLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.flow.arn}:*"
      },
      {
        # The service looks for its group in the list of all.
        Sid      = "FindLogGroup"
        Effect   = "Allow"
        Action   = "logs:DescribeLogGroups"
        Resource = "arn:aws:logs:${var.aws.region}:${var.aws.account_id}:log-group:*"
      },
    ]
  })
}
#% endif
