locals {
  bucket_name = var.storage.bucket
  bucket_arn  = "arn:aws:s3:::${local.bucket_name}"
  logs_name   = "${var.storage.bucket}-logs"

  loaded_prefixes = {
    for path, prefix in var.storage.prefixes : path => prefix if path != "errors"
  }

  # Untransformed records are gone a day after they expire; versions of loaded objects stay longer.
  lifecycles = merge(
    {
      for path, prefix in local.loaded_prefixes : path => {
        prefix          = prefix
        days            = var.storage.retention_days
        noncurrent_days = var.storage.noncurrent_days
      }
    },
    {
      errors = {
        prefix          = var.storage.prefixes.errors
        days            = var.storage.error_retention_days
        noncurrent_days = 1
      }
    },
  )
}
