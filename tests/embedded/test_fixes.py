"""Each fix of moto, by the behaviour that it brings; a moto that needs one no longer shows here."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import sleep
from typing import Any

import pytest

from tests.embedded.conftest import Clients
from tests.embedded.functions import ROLE, stack, zipped
from toolkit.embedded.fixes import shards

pytestmark = pytest.mark.embedded

ANY_ALARM: dict[str, Any] = {
    "Namespace": "AWS/Kinesis",
    "MetricName": "IncomingRecords",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 1.0,
    "ComparisonOperator": "LessThanThreshold",
}


def records_by_shard(kinesis: Any, stream: str) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for shard in kinesis.list_shards(StreamName=stream)["Shards"]:
        iterator = kinesis.get_shard_iterator(
            StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        page = kinesis.get_records(ShardIterator=iterator)["Records"]
        found[shard["ShardId"]] = [record["Data"] for record in page]
    return found


def outputs_of(cloudformation: Any, name: str) -> dict[str, str]:
    found = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["Outputs"]
    return {output["OutputKey"]: output["OutputValue"] for output in found}


def store_code(clients: Clients, bucket: str, *names: str) -> None:
    clients("s3").create_bucket(Bucket=bucket)
    for name in names:
        source = f"def handle(event, context):\n    return '{name}'\n"
        clients("s3").put_object(Bucket=bucket, Key=f"{name}.zip", Body=zipped(source))


def test_a_bucket_that_demands_tls_can_be_used_and_keeps_its_policy(clients: Clients) -> None:
    s3 = clients("s3")
    s3.create_bucket(Bucket="tls-only")
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": ["arn:aws:s3:::tls-only", "arn:aws:s3:::tls-only/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }

    s3.put_bucket_policy(Bucket="tls-only", Policy=json.dumps(policy))
    s3.put_object(Bucket="tls-only", Key="a", Body=b"b")

    assert s3.get_object(Bucket="tls-only", Key="a")["Body"].read() == b"b"
    assert json.loads(s3.get_bucket_policy(Bucket="tls-only")["Policy"]) == policy


def test_a_denial_under_a_condition_does_not_hit_everybody(clients: Clients) -> None:
    s3 = clients("s3")
    s3.create_bucket(Bucket="operators-only")
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::operators-only/errors/*",
                "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::1:role/ops"}},
            }
        ],
    }

    s3.put_bucket_policy(Bucket="operators-only", Policy=json.dumps(policy))
    s3.put_object(Bucket="operators-only", Key="errors/a", Body=b"b")

    assert s3.get_object(Bucket="operators-only", Key="errors/a")["Body"].read() == b"b"


def put_policy(scaling: Any, name: str, cooldown: int) -> str:
    arn: str = scaling.put_scaling_policy(
        PolicyName=name,
        ServiceNamespace="lambda",
        ResourceId="function:f:live",
        ScalableDimension="lambda:function:ProvisionedConcurrency",
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity",
            "Cooldown": cooldown,
            "StepAdjustments": [{"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 1}],
        },
    )["PolicyARN"]
    return arn


def test_a_scaling_policy_is_found_by_its_name_and_keeps_its_arn(clients: Clients) -> None:
    scaling = clients("application-autoscaling")
    scaling.register_scalable_target(
        ServiceNamespace="lambda",
        ResourceId="function:f:live",
        ScalableDimension="lambda:function:ProvisionedConcurrency",
        MinCapacity=1,
        MaxCapacity=2,
    )
    put_policy(scaling, "first", 60)
    arn = put_policy(scaling, "second", 60)

    again = put_policy(scaling, "second", 90)

    found = scaling.describe_scaling_policies(ServiceNamespace="lambda", PolicyNames=["second"])
    assert [policy["PolicyName"] for policy in found["ScalingPolicies"]] == ["second"]
    assert arn == again == found["ScalingPolicies"][0]["PolicyARN"]


def test_a_queue_reads_back_as_terraform_writes_it(clients: Clients) -> None:
    sqs = clients("sqs")
    dead = sqs.create_queue(QueueName="dead-letters")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]
    redrive = json.dumps(
        {"deadLetterTargetArn": arn["QueueArn"], "maxReceiveCount": 5}, separators=(",", ":")
    )

    queue = sqs.create_queue(QueueName="events", Attributes={"RedrivePolicy": redrive})["QueueUrl"]

    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert found["RedrivePolicy"] == redrive


def test_a_queue_keeps_its_policy_when_something_else_changes(clients: Clients) -> None:
    sqs = clients("sqs")
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": "arn:aws:sqs:us-east-1:123456789012:kept",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    queue = sqs.create_queue(QueueName="kept", Attributes={"Policy": policy})["QueueUrl"]

    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "99"})

    found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert (found["Policy"], found["VisibilityTimeout"]) == (policy, "99")


def test_a_service_remembers_what_it_was_made_and_changed_with(clients: Clients) -> None:
    ecs = clients("ecs")
    ecs.create_cluster(clusterName="collectors")
    ecs.register_task_definition(
        family="collector", containerDefinitions=[{"name": "c", "image": "i", "memory": 64}]
    )
    strategy = [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}]

    ecs.create_service(
        cluster="collectors",
        serviceName="collector",
        taskDefinition="collector",
        desiredCount=1,
        capacityProviderStrategy=strategy,
        enableECSManagedTags=True,
        enableExecuteCommand=True,
        healthCheckGracePeriodSeconds=60,
    )
    ecs.update_service(cluster="collectors", service="collector", healthCheckGracePeriodSeconds=90)

    [found] = ecs.describe_services(cluster="collectors", services=["collector"])["services"]
    assert found["capacityProviderStrategy"] == strategy
    assert found["enableECSManagedTags"] is True
    assert found["enableExecuteCommand"] is True
    assert found["healthCheckGracePeriodSeconds"] == 90


def test_the_settings_of_a_cluster_can_be_changed(clients: Clients) -> None:
    ecs = clients("ecs")
    ecs.create_cluster(clusterName="watched")

    ecs.update_cluster_settings(
        cluster="watched", settings=[{"name": "containerInsights", "value": "enabled"}]
    )

    [found] = ecs.describe_clusters(clusters=["watched"], include=["SETTINGS"])["clusters"]
    assert found["settings"] == [{"name": "containerInsights", "value": "enabled"}]


def test_an_alarm_can_be_made_of_alarms(clients: Clients) -> None:
    cloudwatch = clients("cloudwatch")
    cloudwatch.put_metric_alarm(AlarmName="part", **ANY_ALARM)

    cloudwatch.put_composite_alarm(AlarmName="whole", AlarmRule='ALARM("part")')

    found = cloudwatch.describe_alarms(AlarmNames=["whole"], AlarmTypes=["CompositeAlarm"])
    assert [alarm["AlarmRule"] for alarm in found["CompositeAlarms"]] == ['ALARM("part")']


def test_a_metric_filter_that_is_put_again_is_replaced(clients: Clients) -> None:
    logs = clients("logs")
    logs.create_log_group(logGroupName="filtered")
    count = [{"metricName": "m", "metricNamespace": "n", "metricValue": "1"}]
    for pattern in ("old", "new"):
        logs.put_metric_filter(
            logGroupName="filtered",
            filterName="errors",
            filterPattern=pattern,
            metricTransformations=count,
        )

    found = logs.describe_metric_filters(logGroupName="filtered")["metricFilters"]

    assert [each["filterPattern"] for each in found] == ["new"]


def test_requests_for_records_never_overlap() -> None:
    busy = Lock()
    alone: list[bool] = []

    def put() -> None:
        free = busy.acquire(blocking=False)
        alone.append(free)
        sleep(0.001)
        if free:
            busy.release()

    with ThreadPoolExecutor(8) as pool:
        for _ in range(50):
            pool.submit(shards.one_at_a_time, put)

    assert alone == [True] * 50


def test_a_change_of_the_shard_count_repeats_no_record(clients: Clients) -> None:
    kinesis = clients("kinesis")
    kinesis.create_stream(StreamName="growing", ShardCount=1)
    for target in (2, 1):
        kinesis.put_record(StreamName="growing", Data=b"before", PartitionKey="p")
        kinesis.update_shard_count(
            StreamName="growing", TargetShardCount=target, ScalingType="UNIFORM_SCALING"
        )

    found = records_by_shard(kinesis, "growing")

    assert found["shardId-000000000000"] == [b"before"]
    assert sum(map(len, found.values())) == 2
    assert found["shardId-000000000003"] == []


def test_a_delivery_stream_from_kinesis_refuses_direct_records(clients: Clients) -> None:
    kinesis, firehose = clients("kinesis"), clients("firehose")
    kinesis.create_stream(StreamName="the-source", ShardCount=1)
    role = "arn:aws:iam::123456789012:role/firehose"
    firehose.create_delivery_stream(
        DeliveryStreamName="from-kinesis",
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={
            "KinesisStreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/the-source",
            "RoleARN": role,
        },
        ExtendedS3DestinationConfiguration={"BucketARN": "arn:aws:s3:::any", "RoleARN": role},
    )

    with pytest.raises(firehose.exceptions.InvalidArgumentException, match="not permitted"):
        firehose.put_record(DeliveryStreamName="from-kinesis", Record={"Data": b"x"})


def test_a_stack_publishes_new_code_under_a_new_version(clients: Clients) -> None:
    cloudformation, functions = clients("cloudformation"), clients("lambda")
    store_code(clients, "code-of-published", "Old", "New")
    bucket = "code-of-published"

    cloudformation.create_stack(
        StackName="published", TemplateBody=stack("published", bucket, "Old.zip")
    )
    before = outputs_of(cloudformation, "published")
    cloudformation.update_stack(
        StackName="published", TemplateBody=stack("published", bucket, "New.zip")
    )
    after = outputs_of(cloudformation, "published")

    said = functions.invoke(FunctionName=after["Alias"])["Payload"].read()
    assert (before["Number"], after["Number"]) == ("1", "2")
    assert before["Alias"] == after["Alias"]
    assert after["Version"].endswith(":function:published:2")
    assert said == b'"New"'


def test_a_stack_keeps_the_versions_that_it_is_told_to_retain(clients: Clients) -> None:
    cloudformation, functions = clients("cloudformation"), clients("lambda")
    store_code(clients, "code-of-retained", "Old", "New")
    for key, change in (("Old.zip", "create_stack"), ("New.zip", "update_stack")):
        body = stack("retained", "code-of-retained", key)
        getattr(cloudformation, change)(StackName="retained", TemplateBody=body)

    found = functions.list_versions_by_function(FunctionName="retained")["Versions"]

    assert [version["Version"] for version in found] == ["$LATEST", "1", "2"]


def test_a_function_of_a_stack_has_all_that_its_template_says(clients: Clients) -> None:
    cloudformation, functions = clients("cloudformation"), clients("lambda")
    store_code(clients, "code-of-complete", "Code")
    said: dict[str, Any] = {
        "Architectures": ["arm64"],
        "TracingConfig": {"Mode": "Active"},
        "KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/k",
        "MemorySize": 512,
        "Environment": {"Variables": {"A": "1"}},
        "Tags": [{"Key": "service", "Value": "snowplow"}],
    }

    cloudformation.create_stack(
        StackName="complete", TemplateBody=stack("complete", "code-of-complete", "Code.zip", **said)
    )
    made = functions.get_function(FunctionName="complete")
    cloudformation.update_stack(
        StackName="complete", TemplateBody=stack("complete", "code-of-complete", "Code.zip")
    )
    bare = functions.get_function(FunctionName="complete")["Configuration"]

    configuration = made["Configuration"]
    assert configuration["Architectures"] == ["arm64"]
    assert configuration["TracingConfig"] == {"Mode": "Active"}
    assert configuration["KMSKeyArn"] == said["KmsKeyArn"]
    assert made["Tags"] == {"service": "snowplow"}
    assert (bare["MemorySize"], "Environment" in bare, bare["Architectures"]) == (
        128,
        False,
        ["x86_64"],
    )


def test_a_stack_whose_code_was_missing_can_be_made_once_it_is_there(clients: Clients) -> None:
    cloudformation = clients("cloudformation")
    template = stack("late", "code-of-late", "Code.zip")
    with pytest.raises(cloudformation.exceptions.ClientError, match="NoSuchBucket"):
        cloudformation.create_stack(StackName="late", TemplateBody=template)
    store_code(clients, "code-of-late", "Code")

    cloudformation.create_stack(StackName="late", TemplateBody=template)

    assert outputs_of(cloudformation, "late")["Number"] == "1"


def test_a_stack_whose_new_code_was_missing_can_be_updated_once_it_is_there(
    clients: Clients,
) -> None:
    cloudformation, functions = clients("cloudformation"), clients("lambda")
    bucket = "code-of-waiting"
    store_code(clients, bucket, "Old")
    cloudformation.create_stack(
        StackName="waiting", TemplateBody=stack("waiting", bucket, "Old.zip")
    )
    template = stack("waiting", bucket, "New.zip")
    with pytest.raises(cloudformation.exceptions.ClientError):
        cloudformation.update_stack(StackName="waiting", TemplateBody=template)
    kept = cloudformation.get_template(StackName="waiting")["TemplateBody"]
    store_code(clients, bucket, "New")

    cloudformation.update_stack(StackName="waiting", TemplateBody=template)

    said = functions.invoke(FunctionName="waiting", Qualifier="live")["Payload"].read()
    assert "Old.zip" in json.dumps(kept)
    assert said == b'"New"'


def test_a_deleted_stack_takes_its_function_with_it(clients: Clients) -> None:
    cloudformation, functions = clients("cloudformation"), clients("lambda")
    store_code(clients, "code-of-deleted", "Code")
    cloudformation.create_stack(
        StackName="deleted", TemplateBody=stack("deleted", "code-of-deleted", "Code.zip")
    )

    cloudformation.delete_stack(StackName="deleted")

    left = [each["FunctionName"] for each in functions.list_functions()["Functions"]]
    assert "deleted" not in left


def test_the_number_of_a_deleted_version_is_not_given_again(clients: Clients) -> None:
    functions = clients("lambda")
    functions.create_function(
        FunctionName="counted",
        Runtime="python3.13",
        Role=ROLE,
        Handler="handler.handle",
        Code={"ZipFile": zipped("a = 1")},
    )
    for code in ("a = 2", "a = 3"):
        functions.publish_version(FunctionName="counted")
        functions.update_function_code(FunctionName="counted", ZipFile=zipped(code))
    functions.delete_function(FunctionName="counted", Qualifier="1")

    published = functions.publish_version(FunctionName="counted")

    found = functions.list_versions_by_function(FunctionName="counted")["Versions"]
    assert published["Version"] == "3"
    assert [version["Version"] for version in found] == ["$LATEST", "2", "3"]
