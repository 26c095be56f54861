locals {
  access_log_prefix        = "s3/"
  load_balancer_log_prefix = "alb"
}

# --- Events

locals {
  # The account's root user and operators; an analyst never, whatever list names him as well.
  error_readers = concat(
    ["arn:aws:iam::${var.aws.account_id}:root"],
    var.writer_role_arns,
    tolist(setsubtract(var.storage.operator_role_arns, var.storage.analyst_role_arns)),
  )

  # Denies reading only: administrators can still change this policy.
  protection = [
    {
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "s3:*"
      Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    },
    {
      Sid       = "DenyErrorsToAllButOperators"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = ["s3:GetObject", "s3:GetObjectVersion"]
      Resource  = "${local.bucket_arn}/${var.storage.prefixes.errors}*"
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = local.error_readers } }
    },
  ]

  analysis = [
    {
      Sid       = "AllowAnalystsToRead"
      Effect    = "Allow"
      Principal = { AWS = var.storage.analyst_role_arns }
      Action    = ["s3:GetObject", "s3:GetObjectVersion"]
      Resource  = [for prefix in values(local.loaded_prefixes) : "${local.bucket_arn}/${prefix}*"]
    },
    {
      Sid       = "AllowAnalystsToList"
      Effect    = "Allow"
      Principal = { AWS = var.storage.analyst_role_arns }
      Action    = "s3:ListBucket"
      Resource  = local.bucket_arn
      Condition = { StringLike = { "s3:prefix" = [for prefix in values(local.loaded_prefixes) : "${prefix}*"] } }
    },
    {
      Sid       = "AllowAnalystsToFind"
      Effect    = "Allow"
      Principal = { AWS = var.storage.analyst_role_arns }
      Action    = "s3:GetBucketLocation"
      Resource  = local.bucket_arn
    },
  ]

  recovery = [
    {
      Sid       = "AllowOperatorsToRead"
      Effect    = "Allow"
      Principal = { AWS = var.storage.operator_role_arns }
      Action    = ["s3:GetObject", "s3:GetObjectVersion"]
      Resource  = "${local.bucket_arn}/*"
    },
    {
      Sid       = "AllowOperatorsToList"
      Effect    = "Allow"
      Principal = { AWS = var.storage.operator_role_arns }
      Action    = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"]
      Resource  = local.bucket_arn
    },
  ]
}

resource "aws_s3_bucket_public_access_block" "events" {
  bucket                  = aws_s3_bucket.events.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "events" {
  bucket = aws_s3_bucket_public_access_block.events.bucket

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.protection,
      [for statement in local.analysis : statement if length(var.storage.analyst_role_arns) > 0],
      [for statement in local.recovery : statement if length(var.storage.operator_role_arns) > 0],
    )
  })
}

# --- Logs

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket_public_access_block.logs.bucket

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AllowServerAccessLogs"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.logs.arn}/${local.access_log_prefix}*"
        Condition = {
          StringEquals = { "aws:SourceAccount" = var.aws.account_id }
          ArnLike      = { "aws:SourceArn" = local.bucket_arn }
        }
      },
      {
        Sid       = "AllowLoadBalancerLogs"
        Effect    = "Allow"
        Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.logs.arn}/${local.load_balancer_log_prefix}/AWSLogs/${var.aws.account_id}/*"
        Condition = {
          ArnLike = {
            "aws:SourceArn" = "arn:aws:elasticloadbalancing:${var.aws.region}:${var.aws.account_id}:loadbalancer/app/${var.environment.prefix}-*"
          }
        }
      },
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = { AWS = "*" }
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}
