<?php

declare(strict_types=1);

namespace App\Controller;

use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Security\Http\Authentication\AuthenticationUtils;

/**
 * The form to log in.
 */
final class LoginController extends AbstractController
{
    public function __invoke(AuthenticationUtils $authentication): Response
    {
        return $this->render('login.html.twig', ['error' => $authentication->getLastAuthenticationError()]);
    }
}
