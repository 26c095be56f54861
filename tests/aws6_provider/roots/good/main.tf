terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

variable "retention" {
  type    = number
  default = 48
}

provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["111122223333"]

  default_tags {
    tags = { pipeline = "test" }
  }
}

data "aws_availability_zones" "here" {
  state = "available"
}

data "aws_caller_identity" "me" {}

data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "Lambda"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.me.account_id]
    }
  }
}

resource "aws_kms_key" "data" {
  enable_key_rotation = true
}

resource "aws_kinesis_stream" "raw" {
  for_each = toset(["bad", "good"])

  name             = "raw-${each.key}"
  retention_period = var.retention
  encryption_type  = "KMS"
  kms_key_id       = aws_kms_key.data.arn
  tags             = { stream = each.key }

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_iam_role" "lambda" {
  name               = "lambda"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "lambda" {
  role = aws_iam_role.lambda.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "kinesis:GetRecords"
      Resource = aws_kinesis_stream.raw["good"].arn
    }]
  })
}

resource "aws_s3_bucket" "lake" {
  bucket = "snowops-lake"
}

resource "aws_s3_bucket_lifecycle_configuration" "lake" {
  bucket = aws_s3_bucket.lake.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {
      prefix = "bad/"
    }

    expiration {
      days = 30
    }
  }
}

resource "aws_lambda_function" "hash" {
  function_name = "hash"
  role          = aws_iam_role.lambda.arn
  runtime       = "python3.12"
  handler       = "handler.handle"
  s3_bucket     = aws_s3_bucket.lake.bucket
  s3_key        = "hash.zip"
  publish       = true
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.hash.function_name
  function_version = aws_lambda_function.hash.version
}

resource "aws_kinesis_firehose_delivery_stream" "lake" {
  name        = "lake"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.raw["good"].arn
    role_arn           = aws_iam_role.lambda.arn
  }

  extended_s3_configuration {
    role_arn           = aws_iam_role.lambda.arn
    bucket_arn         = aws_s3_bucket.lake.arn
    buffering_size     = 64
    buffering_interval = 60

    processing_configuration {
      enabled = true

      processors {
        type = "Lambda"

        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = aws_lambda_alias.live.arn
        }
      }
    }
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "public" {
  for_each = { for index, zone in data.aws_availability_zones.here.names : zone => index }

  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, each.value)
  availability_zone = each.key
}

resource "aws_security_group" "alb" {
  name_prefix = "alb-"
  vpc_id      = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "https" {
  security_group_id = aws_security_group.alb.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_acm_certificate" "collector" {
  domain_name       = "collector.example.com"
  validation_method = "DNS"
}

resource "aws_route53_record" "validation" {
  for_each = {
    for option in aws_acm_certificate.collector.domain_validation_options :
    option.domain_name => option
  }

  zone_id = "Z0123456789"
  name    = each.value.resource_record_name
  type    = each.value.resource_record_type
  records = [each.value.resource_record_value]
  ttl     = 60
}

resource "aws_wafv2_web_acl" "collector" {
  name  = "collector"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "rate"
    priority = 1

    action {
      block {}
    }

    statement {
      rate_based_statement {
        limit              = 2000
        aggregate_key_type = "IP"

        scope_down_statement {
          not_statement {
            statement {
              geo_match_statement {
                country_codes = ["DE"]
              }
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "rate"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "collector"
    sampled_requests_enabled   = true
  }
}

resource "aws_secretsmanager_secret" "salt" {
  name = "salt"
}

resource "aws_secretsmanager_secret_version" "salt" {
  secret_id                = aws_secretsmanager_secret.salt.id
  secret_string_wo         = "not kept"
  secret_string_wo_version = 1
}

resource "aws_ecs_cluster" "collectors" {
  name = "collectors"
}

resource "aws_ecs_task_definition" "collector" {
  family                = "collector"
  container_definitions = jsonencode([{ name = "collector", image = "collector" }])
}

resource "aws_ecs_service" "collector" {
  name            = "collector"
  cluster         = aws_ecs_cluster.collectors.arn
  task_definition = aws_ecs_task_definition.collector.arn
}
