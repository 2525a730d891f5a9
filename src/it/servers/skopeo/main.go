// Copies all tags of one repository as `skopeo sync --all` does: tag after tag, with the library that skopeo is made
// of and the options that skopeo gives it. It stands in for skopeo, whose own module the Go module proxy does not
// hand out; requests and transfers are the library's.
//
//	skopeo sync [--authfile FILE] [--cert-dir FOLDER | --plain] --cache FOLDER SOURCE TARGET
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime/debug"

	"go.podman.io/image/v5/copy"
	"go.podman.io/image/v5/docker"
	"go.podman.io/image/v5/docker/reference"
	"go.podman.io/image/v5/signature"
	"go.podman.io/image/v5/types"
)

const library = "go.podman.io/image/v5"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) == 1 && arguments[0] == "--version" {
		fmt.Println(version())
		return nil
	}
	if len(arguments) == 0 || arguments[0] != "sync" {
		return errors.New("the commands are: sync, --version")
	}
	system := &types.SystemContext{}
	flags := flag.NewFlagSet("sync", flag.ContinueOnError)
	flags.StringVar(&system.AuthFilePath, "authfile", "", "credentials")
	flags.StringVar(&system.DockerCertPath, "cert-dir", "", "the registries' certificate authority")
	flags.StringVar(&system.BlobInfoCacheDir, "cache", "", "where it remembers blobs")
	plain := flags.Bool("plain", false, "neither certificates nor TLS are needed")
	if err := flags.Parse(arguments[1:]); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		return errors.New("sync needs two repositories: SOURCE TARGET")
	}
	system.DockerInsecureSkipTLSVerify = types.NewOptionalBool(*plain)
	return sync(context.Background(), system, flags.Arg(0), flags.Arg(1))
}

func version() string {
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		if module.Path == library {
			return "skopeo's library " + library + " " + module.Version
		}
	}
	return library
}

func sync(ctx context.Context, system *types.SystemContext, source, target string) error {
	policy, err := signature.NewPolicyContext(&signature.Policy{
		Default: signature.PolicyRequirements{signature.NewPRInsecureAcceptAnything()},
	})
	if err != nil {
		return err
	}
	defer policy.Destroy()
	repository, err := docker.ParseReference("//" + source)
	if err != nil {
		return err
	}
	tags, err := docker.GetRepositoryTags(ctx, system, repository)
	if err != nil {
		return err
	}
	for _, tag := range tags {
		if err := copyTag(ctx, policy, system, source, target, tag); err != nil {
			return fmt.Errorf("tag %s: %w", tag, err)
		}
	}
	return nil
}

func copyTag(ctx context.Context, policy *signature.PolicyContext, system *types.SystemContext, source, target, tag string) error {
	from, err := tagged(source, tag)
	if err != nil {
		return err
	}
	to, err := tagged(target, tag)
	if err != nil {
		return err
	}
	_, err = copy.Image(ctx, policy, to, from, &copy.Options{
		SourceCtx:                             system,
		DestinationCtx:                        system,
		ImageListSelection:                    copy.CopyAllImages,
		OptimizeDestinationImageAlreadyExists: true,
	})
	return err
}

func tagged(repository, tag string) (types.ImageReference, error) {
	name, err := reference.ParseNormalizedNamed(repository)
	if err != nil {
		return nil, err
	}
	named, err := reference.WithTag(name, tag)
	if err != nil {
		return nil, err
	}
	return docker.NewReference(named)
}
