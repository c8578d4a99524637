# The façade: every everyday command, nothing else. What each does is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help setup build generate run test platform-test packages ansible-test cluster cluster-down cloud-test cloud-plan cloud-deploy cloud-destroy cloud-pipeline images release publish-images fuzz chaos load bench eval format lint check-charts build-times clean

setup: ## install what is missing: Debian packages, npm packages, test tools
	@scripts/setup.sh all

build: ## build the release programs and the web page
	@scripts/setup.sh run
	@scripts/build.sh

generate: build ## rewrite what is generated from the code and committed
	@scripts/setup.sh test
	@scripts/generate.sh

run: ## set up, build and serve on http://127.0.0.1:8080 (data in ./data)
	@scripts/run.sh

test: ## build and run every test suite (SANITIZE=thread: those in C++, for data races); the last line is "N passed, N failed"
	@scripts/setup.sh test
	@scripts/test.sh

platform-test: ## run the tests of images, chart and cluster on a Kubernetes cluster inside this machine; needs root
	@scripts/setup.sh platform
	@scripts/platform-test.sh

cluster: ## bring up a Kubernetes cluster with the app inside this machine, and print where it is
	@scripts/cluster.sh up

cluster-down: ## end that cluster; nothing of it is left
	@scripts/cluster.sh down

cloud-test: ## check the CloudFormation templates, and deploy and use them in an emulated account
	@scripts/setup.sh test
	@scripts/build.sh
	@tests/cloudformation/run.sh

packages: ## build the Debian packages of the programs (build/release/packages)
	@scripts/setup.sh ansible
	@scripts/packages.sh

ansible-test: ## install the packages on booted Debian systems, and run the playbooks; needs root
	@scripts/setup.sh ansible
	@scripts/ansible-test.sh

cloud-plan: ## what a deployment to CLOUD_ENVIRONMENT would change and cost (docs/cloud.md)
	@scripts/setup.sh cloud
	@scripts/cloud.sh package
	@scripts/cloud.sh plan

cloud-deploy: ## deploy CLOUD_ENVIRONMENT to AWS: plan, question, execution, smoke test
	@scripts/setup.sh cloud
	@scripts/cloud.sh deploy

cloud-destroy: ## delete CLOUD_ENVIRONMENT from AWS, except for its retain list; asks for its name
	@scripts/setup.sh cloud
	@scripts/cloud.sh destroy

cloud-pipeline: ## deploy the pipeline that updates environments on AWS (docs/cloud.md)
	@scripts/setup.sh cloud
	@scripts/cloud.sh pipeline

release: ## collect the files of the release that the commit's tag names: packages, images, notes, checksums
	@scripts/setup.sh platform
	@scripts/setup.sh ansible
	@scripts/release.sh

publish-images: ## push the images of RELEASE_FILES to IMAGE_REGISTRY/IMAGE_PREFIX, and sign them
	@scripts/publish-images.sh $(RELEASE_FILES)

fuzz: ## look for inputs that break the parsers or the API: 30 minutes, or FUZZ_SECONDS
	@scripts/setup.sh test
	@scripts/fuzz.sh

chaos: ## kill, fill up and overload the release build for 15 minutes; prints a table of what became of it
	@scripts/setup.sh test
	@scripts/chaos.sh

load: ## simulate a day of a thousand dogs in six minutes, against the server that LOAD_TARGET names (docs/load.md)
	@scripts/load.sh

bench: ## measure reads, writes, start-up and memory of the release build
	@scripts/setup.sh all
	@scripts/bench.sh

eval: ## score the alert analyzer's explanations by the model that DOGGY_ANALYZER_LLM_* name
	@scripts/setup.sh run
	@scripts/build.sh
	@build/release/alert-analyzer/doggy-alert-analyzer eval

format: ## rewrite the sources in the house style
	@scripts/setup.sh all
	@scripts/format.sh

lint: ## check style, layers and common mistakes (only what changed)
	@scripts/setup.sh all
	@scripts/lint.sh

check-charts: ## check the values of the monitoring against the charts of others; needs the internet, or CHARTS_FOLDER
	@scripts/setup.sh test
	@scripts/check-charts.sh

build-times: ## clean release build without ccache: total time, slowest files
	@scripts/setup.sh run
	@scripts/build-times.sh

images: ## build the container images, check their sizes and try each (build/images)
	@scripts/setup.sh platform
	@scripts/build.sh
	@scripts/images.sh

clean: ## remove everything built; keeps ./data and the installed tools
	rm -rf build frontend/dist

help: ## print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
