resource "aws_s3_bucket" "events" {
  bucket        = local.bucket_name
  force_destroy = var.storage.force_destroy

  versioning {
    enabled = true
  }

  server_side_encryption_configuration {
    rule {
      bucket_key_enabled = true

      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = module.key.arn
      }
    }
  }

  logging {
    target_bucket = aws_s3_bucket_policy.logs.bucket
    target_prefix = local.access_log_prefix
  }

  dynamic "lifecycle_rule" {
    for_each = local.lifecycles

    content {
      id      = lifecycle_rule.key
      enabled = true
      prefix  = lifecycle_rule.value.prefix

      expiration {
        days = lifecycle_rule.value.days
      }

      noncurrent_version_expiration {
        days = lifecycle_rule.value.noncurrent_days
      }
    }
  }

  lifecycle_rule {
    id                                     = "unfinished"
    enabled                                = true
    abort_incomplete_multipart_upload_days = 1

    expiration {
      expired_object_delete_marker = true
    }
  }

  tags = {
    Name = local.bucket_name
  }
}
