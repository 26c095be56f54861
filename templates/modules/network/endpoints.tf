#% if not environment.network.existing
locals {
  region_account = "${var.aws.region}:${var.aws.account_id}"

  # What the pipeline may do through each interface endpoint; other calls are refused there.
  interface_statements = {
    "kinesis-streams" = [
      {
        Sid = "AllowStreams"
        Action = [
          "kinesis:DescribeStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
          "kinesis:PutRecord",
          "kinesis:PutRecords",
        ]
        Resource = "arn:aws:kinesis:${local.region_account}:stream/${local.name}-*"
      },
    ]
    #% if environment.collectors.sqs_overflow
    "sqs" = [
      {
        Sid      = "AllowOverflow"
        Action   = ["sqs:GetQueueUrl", "sqs:SendMessage"]
        Resource = "arn:aws:sqs:${local.region_account}:${local.name}-overflow-*"
      },
    ]
    #% endif
    "secretsmanager" = [
      {
        Sid      = "AllowSalt"
        Action   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
        Resource = "arn:aws:secretsmanager:${local.region_account}:secret:${local.name}-*"
      },
    ]
    "logs" = [
      {
        Sid      = "AllowTaskLogs"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:${local.region_account}:log-group:/ecs/${local.name}-*"
      },
    ]
    "ecr.api" = [
      {
        Sid      = "AllowLogin"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = "*" # the action knows no resource
      },
      {
        Sid      = "AllowImagePull"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = "arn:aws:ecr:${var.aws.region}:*:repository/*" # the registry may be another account's
      },
    ]
    "ecr.dkr" = [
      {
        Sid      = "AllowImagePull"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = "arn:aws:ecr:${var.aws.region}:*:repository/*"
      },
    ]
  }

  gateway_statements = {
    # Layers and assets are read, by anonymous and presigned requests too; nothing can be written.
    "s3" = [
      {
        Sid       = "AllowDownloads"
        Effect    = "Allow"
        Principal = "*"
        Action    = ["s3:GetObject"]
        Resource  = "arn:aws:s3:::*/*"
        Condition = {}
      },
    ]
    "dynamodb" = [
      {
        Sid       = "AllowLeases"
        Effect    = "Allow"
        Principal = "*"
        Action = [
          "dynamodb:BatchWriteItem",
          "dynamodb:CreateTable",
          "dynamodb:DeleteItem",
          "dynamodb:DescribeTable",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
          "dynamodb:Scan",
          "dynamodb:UpdateItem",
          "dynamodb:UpdateTable",
        ]
        Resource  = "arn:aws:dynamodb:${local.region_account}:table/${local.name}-enrichers*"
        Condition = { StringEquals = { "aws:PrincipalAccount" = var.aws.account_id } }
      },
    ]
  }
}

resource "aws_vpc_endpoint" "gateway" {
  for_each = { for service, statements in local.gateway_statements : service => statements if var.network.vpc_endpoints }

  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${var.aws.region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [for zone in local.zones : aws_route_table.private[zone].id]
  policy            = jsonencode({ Version = "2012-10-17", Statement = each.value })

  tags = {
    Name = "${local.name}-${each.key}"
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each = { for service, statements in local.interface_statements : service => statements if var.network.vpc_endpoints }

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${var.aws.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for zone in local.zones : aws_subnet.private[zone].id]
  security_group_ids  = [for group in aws_security_group.endpoints : group.id]

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for statement in each.value : merge(statement, {
        Effect    = "Allow"
        Principal = "*"
        Condition = { StringEquals = { "aws:PrincipalAccount" = var.aws.account_id } }
      })
    ]
  })

  tags = {
    Name = "${local.name}-${each.key}"
  }
}

resource "aws_security_group" "endpoints" {
  for_each = toset(var.network.vpc_endpoints ? ["interface"] : [])

  name        = "${local.name}-endpoints"
  description = "Interface endpoints of ${local.name}"
  vpc_id      = aws_vpc.this.id

  tags = {
    Name = "${local.name}-endpoints"
  }
}

resource "aws_security_group_rule" "endpoints" {
  for_each = aws_security_group.endpoints

  security_group_id = each.value.id
  description       = "HTTPS from the VPC"
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = [aws_vpc.this.cidr_block]
}
#% endif
