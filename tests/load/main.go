// Command doggy-load lets the people of many dogs use a server as they do on a day, only faster, and holds the answers
// against thresholds. See docs/load.md.
//
//	doggy-load -url URL [OPTIONS]    makes people and dogs, attacks, reports; status 1 when a threshold was broken
//	doggy-load -render FILE          prints a report.json for people
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// Of the process: a run that broke a threshold, and one that did not come about.
const (
	statusBroken = 1
	statusFailed = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	options, err := parseOptions(os.Args[1:], os.LookupEnv, os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	passed := false
	if err == nil {
		passed, err = run(ctx, options)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "doggy-load:", err)
		os.Exit(statusFailed)
	}
	if !passed {
		os.Exit(statusBroken)
	}
}

// run returns whether all thresholds held.
func run(ctx context.Context, options *options) (bool, error) {
	if options.render != "" {
		report, err := readReport(options.render)
		if err != nil {
			return false, err
		}
		return true, report.print(os.Stdout)
	}
	client, world := newClient(options), newWorld(options)
	report, err := load(ctx, options, client, world)
	if options.clean {
		err = errors.Join(err, world.clean(context.WithoutCancel(ctx), client))
	}
	if report != nil {
		err = errors.Join(err, report.publish(options.out))
		for _, broken := range report.Broken {
			fmt.Fprintln(os.Stderr, "doggy-load: broken threshold:", broken)
		}
	}
	return err == nil && len(report.Broken) == 0, err
}

// load makes the people, and attacks.
func load(ctx context.Context, options *options, client *client, world *world) (*Report, error) {
	report := newReport(options)
	var err error
	if report.Version, err = client.waitForServer(ctx); err != nil {
		return nil, err
	}
	if report.Setup, err = world.setUp(ctx, client); err != nil {
		return nil, fmt.Errorf("the set-up: %w", err)
	}
	for number, rate := range options.rates {
		step, err := attack(ctx, options, client, world, number, rate)
		if err != nil {
			return nil, err
		}
		report.Steps = append(report.Steps, *step)
	}
	report.judge(options.scenarios)
	return report, nil
}

func progress(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, "load: "+format+"\n", arguments...)
}
