# AWS makes buckets without ACLs (BucketOwnerEnforced) unless told otherwise, and this provider
# cannot say so: log delivery is allowed by the bucket policy alone.
resource "aws_s3_bucket" "logs" {
  bucket        = local.logs_name
  force_destroy = var.storage.force_destroy

  versioning {
    enabled = true
  }

  # Load balancers write access logs to buckets with SSE-S3 only.
  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "AES256"
      }
    }
  }

  lifecycle_rule {
    id                                     = "logs"
    enabled                                = true
    abort_incomplete_multipart_upload_days = 1

    expiration {
      days = var.storage.log_retention_days
    }

    noncurrent_version_expiration {
      days = 1
    }
  }

  tags = {
    Name = local.logs_name
  }
}
